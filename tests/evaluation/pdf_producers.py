"""Programs that make PDFs, each from the same paragraphs that run from right to left, for `eval_pdf`.

Each takes a language, paragraphs and the path of the file to be made. What is not on this machine is not run: Chromium,
LibreOffice Writer (`soffice`), XeLaTeX with polyglossia, WeasyPrint, fpdf2 with uharfbuzz, ReportLab with
arabic-reshaper and python-bidi. The fonts are Noto's, Amiri (XeLaTeX) and DejaVu Sans (ReportLab).
"""

import html
import importlib.util
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

_FONTS = {"ar": "Noto Naskh Arabic", "fa": "Noto Naskh Arabic", "he": "Noto Sans Hebrew"}
_FILES = {"ar": "NotoNaskhArabic-Regular", "fa": "NotoNaskhArabic-Regular", "he": "NotoSansHebrew-Regular"}
_NOTO, _DEJAVU = Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
_TEX = {
    "ar": ("arabic", "Arabic", "Amiri"),
    "fa": ("persian", "Arabic", "Amiri"),
    "he": ("hebrew", "Hebrew", "DejaVu Sans"),
}
_SPECIAL = {it: f"\\{it}" for it in "#$%&_{}"} | {
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "\\": "\\textbackslash{}",
}
_LINE = 85
"""Signs of a line that ReportLab sets; it is told where lines end."""


def _page(language: str, paragraphs: Sequence[str], style: str = "") -> str:
    style = f'body {{font: 12pt "{_FONTS[language]}"; {style}}}'
    head = f'<!doctype html><html lang="{language}" dir="rtl"><meta charset="utf-8"><style>{style}</style>'
    return head + "".join(f"<p>{html.escape(it)}</p>" for it in paragraphs)


def _run(*command: object, folder: Path) -> None:
    subprocess.run([str(it) for it in command], cwd=folder, check=True, capture_output=True, timeout=300)


def _chromium(language: str, paragraphs: Sequence[str], out: Path, style: str = "") -> None:
    page = out.with_suffix(".html")
    page.write_text(_page(language, paragraphs, style), "utf-8")
    _run(
        "chromium",
        "--headless",
        "--no-sandbox",
        "--no-pdf-header-footer",
        f"--print-to-pdf={out}",
        page,
        folder=out.parent,
    )


def _columns(language: str, paragraphs: Sequence[str], out: Path) -> None:
    _chromium(language, paragraphs, out, "column-count: 2; text-align: justify")


def _libreoffice(language: str, paragraphs: Sequence[str], out: Path) -> None:
    page = out.with_suffix(".html")
    page.write_text(_page(language, paragraphs), "utf-8")
    _run(
        "soffice",
        "--headless",
        "--infilter=HTML (StarWriter)",
        "--convert-to",
        "pdf:writer_pdf_Export",
        page,
        folder=out.parent,
    )


def _weasyprint(language: str, paragraphs: Sequence[str], out: Path) -> None:
    from weasyprint import HTML

    HTML(string=_page(language, paragraphs)).write_pdf(out)


def _fpdf2(language: str, paragraphs: Sequence[str], out: Path) -> None:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.add_font("own", fname=_NOTO / f"{_FILES[language]}.ttf")
    pdf.add_font("other", fname=_DEJAVU)
    pdf.set_fallback_fonts(["other"])
    pdf.set_font("own", size=12)
    pdf.set_text_shaping(True, direction="rtl")
    for paragraph in paragraphs:
        pdf.multi_cell(0, 8, paragraph, align="R")
        pdf.ln(4)
    pdf.output(str(out))


def _xelatex(language: str, paragraphs: Sequence[str], out: Path) -> None:
    name, script, font = _TEX[language]
    text = "\n\n".join("".join(_SPECIAL.get(sign, sign) for sign in it) for it in paragraphs)
    out.with_suffix(".tex").write_text(
        "\\documentclass[12pt]{article}\\usepackage{polyglossia}\\pagestyle{empty}"
        f"\\setmainlanguage{{{name}}}\\setotherlanguage{{english}}\\setmainfont{{DejaVu Sans}}"
        f"\\newfontfamily\\{name}font[Script={script}]{{{font}}}\\begin{{document}}\n{text}\n\\end{{document}}",
        "utf-8",
    )
    _run("xelatex", "-interaction=batchmode", out.with_suffix(".tex"), folder=out.parent)


def _reportlab(language: str, paragraphs: Sequence[str], out: Path) -> None:
    from arabic_reshaper import ArabicReshaper
    from bidi.algorithm import get_display
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    shape = ArabicReshaper({"delete_harakat": False}).reshape
    pdfmetrics.registerFont(TTFont("own", str(_DEJAVU)))
    canvas, y = Canvas(str(out)), 800
    for paragraph in paragraphs:
        for line in _lines(paragraph):
            canvas.setFont("own", 11)
            canvas.drawRightString(560, y, get_display(line if language == "he" else shape(line), base_dir="R"))
            y -= 16
            if y < 40:
                canvas.showPage()
                y = 800
        y -= 8
    canvas.save()


def _lines(paragraph: str) -> list[str]:
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) > _LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


Producer = Callable[[str, Sequence[str], Path], None]
_NEEDED: dict[str, tuple[Producer, tuple[str, ...]]] = {
    "Chromium": (_chromium, ("chromium",)),
    "Chromium, two columns": (_columns, ("chromium",)),
    "LibreOffice": (_libreoffice, ("soffice",)),
    "WeasyPrint": (_weasyprint, ("weasyprint",)),
    "fpdf2": (_fpdf2, ("fpdf", "uharfbuzz")),
    "XeLaTeX": (_xelatex, ("xelatex",)),
    "ReportLab": (_reportlab, ("reportlab", "arabic_reshaper", "bidi")),
}


def producers() -> dict[str, Producer]:
    """Give the producers that are on this machine, by name."""
    return {name: it for name, (it, needs) in _NEEDED.items() if all(map(_is_here, needs))}


def _is_here(name: str) -> bool:
    return bool(shutil.which(name)) or importlib.util.find_spec(name) is not None
