"""Legal events of the rights that come as CNIPA documents: an answer of the EPO's Open Patent Services, by national code."""

from pathlib import Path
from xml.sax.saxutils import escape

from zhixian.core.sample.model import County, Event, Right
from zhixian.core.sample.writers.written import Written

SOURCE = "cnipa_xml"
_WORDS = {
    "lapsed": "TERMINATION OF PATENT RIGHT DUE TO NON-PAYMENT OF ANNUAL FEE", "restored": "REINSTATEMENT OF PATENT RIGHT",
    "expired": "EXPIRY OF PATENT TERM", "invalidated": "FULL INVALIDATION OF PATENT RIGHT",
    "partly_invalidated": "PARTIAL INVALIDATION OF PATENT RIGHT", "transferred": "TRANSFER OF PATENT RIGHT",
    "renamed": "CHANGE IN THE NAME OR TITLE OF A PATENT HOLDER", "preserved": "PRESERVATION OF PATENT RIGHT",
    "licensed": "ENTRY INTO FORCE OF RECORDATION OF PATENT LICENSING CONTRACT", "preservation_ended": "DISCHARGE OF PRESERVATION OF PATENT",
    "pledged": "ENTRY INTO FORCE OF THE REGISTRATION OF THE CONTRACT FOR PLEDGE OF PATENT RIGHT",
    "pledge_released": "CANCELLATION OF THE REGISTRATION OF THE CONTRACT FOR PLEDGE OF PATENT RIGHT",
}  # fmt: skip


def write_ops(county: County, out: Path) -> Written:
    """One family member per right that has events; the office's own code, gazette day, effective day, new owner."""
    label = county.profile.label
    written = Written(out / f"{label}-EPO法律事件.xml")
    with written.path.open("w", encoding="utf-8") as file:
        file.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {label} -->\n<ops:world-patent-data xmlns="http://www.epo.org/exchange" '
            'xmlns:ops="http://ops.epo.org">\n<ops:patent-family legal="true">\n'
        )
        for right in county.rights:
            if SOURCE in right.sources and right.events:
                file.write(_member(county, right))
                written.rows += 1
        file.write("</ops:patent-family>\n</ops:world-patent-data>\n")
    return written


def _member(county: County, right: Right) -> str:
    published = right.registered or right.published
    number = right.granted_as or right.laid_open
    events = "".join(_legal(county, right, event) for event in right.events)
    return f"""<ops:family-member family-id="{right.number[2:-2]}">
 <publication-reference><document-id document-id-type="docdb"><country>CN</country><doc-number>{number[2:-1]}</doc-number>\
<kind>{number[-1]}</kind><date>{published:%Y%m%d}</date></document-id></publication-reference>
 <application-reference><document-id document-id-type="docdb"><country>CN</country><doc-number>{right.number[2:-2]}</doc-number>\
<kind>A</kind><date>{right.filed:%Y%m%d}</date></document-id></application-reference>
{events}</ops:family-member>
"""


def _legal(county: County, right: Right, event: Event) -> str:
    words, gazetted = _WORDS[event.event], event.gazetted or event.day
    details = [("Effective DATE", f"{event.effective:%Y%m%d}")] if event.effective else []
    if event.party:
        details.append(("OWNER", county.party[event.party].name))
    fields = "".join(
        f'<ops:L5{25 + order}EP desc="{key}">{escape(value)}</ops:L5{25 + order}EP>'
        for order, (key, value) in enumerate(details)
    )
    return (
        f' <ops:legal code="{event.code} " desc="{words}" infl=" "><ops:pre line="00001">CN {right.number[2:-2]}A {gazetted} {event.code}'
        f' {words}</ops:pre><ops:L001EP desc="Country Code">CN</ops:L001EP><ops:L007EP desc="Gazette DATE">{gazetted}</ops:L007EP>'
        f'<ops:L008EP desc="Legal Event Code 1">{event.code}</ops:L008EP><ops:L500EP>{fields}</ops:L500EP></ops:legal>\n'
    )
