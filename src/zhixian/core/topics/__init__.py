"""Topic databases (专题库): named, dated, refreshable sets of published rights with richer particulars than the registry keeps."""
