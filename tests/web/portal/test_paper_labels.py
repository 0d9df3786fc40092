"""What stands at the head of papers made of the registry: what its data are called, whatever that is."""

import json
from io import BytesIO

import docx
import pytest

from zhixian.core.registry.snapshot import current


@pytest.mark.parametrize("path", ["/statements/statement.docx?id=P1", "/well-known/mark.docx?id=G1"])
@pytest.mark.parametrize("labels", [["演示数据", "未经核对"], []])
def test_a_paper_says_what_its_data_are_called(county, sign_in, path, labels):
    manifest = current(county).folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "labels": labels}), "utf-8")
    answer = sign_in("handler", unit="industry_science_bureau").get(path)
    head = docx.Document(BytesIO(answer.content)).sections[0].header.paragraphs
    assert "".join(one.text for one in head) == "、".join(labels)
