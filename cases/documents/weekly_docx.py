"""The weekly report as a text document that an office can go on working with: the same data as the PDF."""

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.run import Run

from cases.documents.render import chinese_date
from cases.documents.weekly import Weekly

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG, HEI = "宋体", "黑体"
NUMERALS = "一二三四五"


def _set(run: Run, size: float, face: str = SONG) -> None:
    """Typeface for both scripts: Word keeps one for Chinese and one for the rest."""
    run.font.size, run.font.name = Pt(size), face
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)


def weekly_docx(data: Weekly) -> bytes:
    """A4 with the title, the addressee, the three parts, the signature and the copies."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.7)
    document.core_properties.title, document.core_properties.author = data.title, data.unit

    def line(
        text: str,
        size: float = 14,
        face: str = SONG,
        at: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
        indent: bool = False,
    ) -> None:
        made = document.add_paragraph()
        made.alignment = at
        made.paragraph_format.line_spacing = 1.5
        if indent:
            made.paragraph_format.first_line_indent = Pt(size * 2)
        _set(made.add_run(text), size, face)

    line(data.title, 22, HEI, WD_ALIGN_PARAGRAPH.CENTER)
    span = f"{chinese_date(data.since)}至{chinese_date(data.until)}"
    more = f"（含补报，共{data.weeks}周）" if data.weeks > 1 else ""
    line(f"{span}{more}　编号：{data.number}", 11, at=WD_ALIGN_PARAGRAPH.CENTER)
    line(f"{data.addressee}：")
    for index, section in enumerate(data.sections):
        line(f"{NUMERALS[index]}、{section.name}", 14, HEI)
        for piece in filter(str.strip, section.text.split("\n")):
            line(piece, indent=True)
    for text in (data.unit, f"审签：{data.approved_by}", chinese_date(data.issued_at)):
        line(text, at=WD_ALIGN_PARAGRAPH.RIGHT)
    line(f"主送：{data.addressee}　　抄送：{data.copy_to}", 12)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
