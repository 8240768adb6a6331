"""A hostile file ends in one clear sentence, and never in more work than its size allows."""

import io
import resource
import zipfile

import openpyxl
import pytest

from headway.core.errors import UnreadableFileError
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder

HEAD = "Competency,L1,L2\n"
LAUGHS = (
    "<!DOCTYPE z [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]><worksheet><sheetData><row><c t='inlineStr'><is><t>&a9;</t></is></c></row></sheetData></worksheet>"
)


def read(content, name="levels.csv"):
    content = content.encode() if isinstance(content, str) else content
    return read_ladder([NamedFile(name=name, content=content)])


def workbook(rows=(("Competency", "L1", "L2"), ("Asking", "listens", "asks"))):
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(part, content):
    """A workbook with one part replaced, or left out for None."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            told = content if name.endswith(part) else old.read(name)
            if told is not None:
                new.writestr(name, told)
    return file.getvalue()


def sheet_of(rows):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    told = f"<worksheet xmlns='{space}'><sheetData>{rows}</sheetData></worksheet>"
    return changed("sheet1.xml", told)


def many_parts():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(2_100):
            archive.writestr(f"xl/{number}.xml", "")
    return file.getvalue()


ALIASES = "a0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
MERGES = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 12)
)
LEVELS = [f"L{n}" for n in range(150)]
HOSTILE = {
    "100,000 competencies": (
        HEAD + "".join(f"Skill {n},does {n},does it {n}\n" for n in range(100_000)),
        "more than 15,000 competencies; a ladder has at most 3,000",
    ),
    "100,000 roles": (
        "Role,Skill,Level\n" + "".join(f"R{n},S{n % 50},{n % 4 + 1}\n" for n in range(100_000)),
        "holds 100,000 roles; a ladder has at most 1,500",
    ),
    "100,000 acts": (
        HEAD + "Asking,a,b\n" + "".join(f",does {n},\n" for n in range(100_000)),
        "acts; a ladder has at most 50,000",
    ),
    "more rows than are read": (HEAD + "a,b,c\n" * 260_000, "more than 250,000 rows"),
    "5,000 columns": ("Skill" + ",L1" * 5_000 + "\nA" + ",b" * 5_000, "has a row of 5,001 cells"),
    "150 levels": (
        "\n".join((",".join(("Skill", *LEVELS)), ",".join(("A", *(f"does {n}" for n in LEVELS))))),
        "holds 150 levels; a ladder has at most 20",
    ),
    "a cell without end": (f'{HEAD}A,"{"x " * 500_000}",b\n', "no sound CSV: one of its cells"),
    "zero bytes": (HEAD + "A,\0,b\n", "holds zero bytes"),
    "nothing": ("", "is empty"),
    "blanks": ("\ufeff \n", "is empty"),
    "Windows-1252": (f"{HEAD}A,é,b\n".encode("cp1252"), "is not UTF-8 text .see byte 20.; save it as UTF-8"),
    "a PDF": (b"%PDF-1.7", "is a PDF document"),
    "a page": ("<html><p></p></html>", "is a web page"),
    "a page with an empty table": ("<html><table></table></html>", "holds no ladder"),
    "an archive": (b"PK\x03\x04abc", "is a zip archive"),
    "deep JSON": ("[" * 100_000, "nests lists and mappings too deep"),
    "JSON deeper than a ladder": ('{"a":' * 60 + "1" + "}" * 60, "nests lists and mappings too deep"),
    "wide JSON": ("[" + "[1]," * 300_000 + "1]", "more than 400,000 values"),
    "records of many kinds": (
        "[" + ",".join(f'{{"k{n}": "v"}}' for n in range(300)) + "]",
        "300 kinds of field",
    ),
    "JSON that stops": ('{"skills": [', "is no sound JSON"),
    "JSON with a name twice": ('{"skills": [], "skills": []}', "gives 'skills' twice"),
    "YAML aliases": (ALIASES, "more than 400,000 values"),
    "YAML merges": (MERGES, "more than 400,000 values"),
    "YAML within itself": ("topics: &t\n  - name: x\n    content: *t\n", "too deep"),
    "deep YAML": ("a:\n  - " + "[" * 100_000, "too deep"),
    "YAML in many pieces": ("a:\n" + "- b\n" * 900_000, "more than 400,000 values"),
    "long YAML": ("a:\n" + "- bcdefghi\n" * 400_000, "more than 4 million characters"),
    "YAML that stops": ("topics:\n  - name: 'x\n", "is no sound YAML: .* .line 3"),
    "YAML with a list as key": ("topics:\n  ? [a, b]\n  : c\n", "has a list or mapping as a key"),
    "YAML with signs that are none": ("topics:\n  - \x01\n", "no sound YAML"),
    "YAML that would run": ("a: !!python/object/apply:os.system ['true']\nb: c\n", "holds no ladder"),
    "a table without end in Markdown": ("|a|b|\n|--|--|\n" + "|c|d|\n" * 260_000, "more than 250,000 rows"),
    "a workbook of laughs": (changed("sheet1.xml", LAUGHS), "declares a document type"),
    "laughs in UTF-16": (
        changed("sheet1.xml", f'<?xml version="1.0" encoding="utf-16"?>{LAUGHS}'.encode("utf-16")),
        "declares a document type",
    ),
    "a workbook that swells": (changed("sheet1.xml", b" " * 130_000_000), "unpacks to more than 120 MB"),
    "a workbook of many parts": (many_parts(), "more than 2,000 parts"),
    "a workbook cut short": (workbook()[:-200], "broken or encrypted archive"),
    "a workbook without its sheet": (changed("sheet1.xml", None), "holds no ladder"),
    "a workbook of nonsense": (changed("workbook.xml", b"<a/>"), "holds no ladder"),
    "a sheet of many rows": (
        sheet_of("<row><c t='str'><v>x</v></c></row>" * 25_000),
        "more than 20,000 rows",
    ),
    "a column there is not": (
        sheet_of("<row r='1'><c r='ZZZZZ1'><v>1</v></c></row>"),
        "is a broken Excel workbook",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_ends_in_one_clear_sentence(case):
    content, why = HOSTILE[case]
    with pytest.raises(UnreadableFileError, match=why):
        read(content)


def test_a_file_over_the_limit_is_refused_unread():
    with pytest.raises(UnreadableFileError, match=r"levels\.csv is larger than 40 MB"):
        read(b"x" * 40_000_001)


def test_the_memory_taken_by_bombs_is_bounded():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for case in ("YAML aliases", "YAML merges", "a workbook of laughs", "a workbook that swells"):
        with pytest.raises(UnreadableFileError):
            read(HOSTILE[case][0])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_formulas_are_not_calculated_but_named():
    found = read(HEAD + 'Asking,=1+1,"=HYPERLINK(""x"")"\nTelling,@SUM(A1),says so\n')
    (remark,) = [r for r in found.report.dropped if r.text.startswith("A formula")]
    assert remark.places == tuple(
        f"levels, row {row}, column {column}" for row, column in ((2, "B"), (2, "C"), (3, "B"))
    )
    assert [c.name for c in found.ladder.competencies] == ["Asking", "Telling"]


def test_a_workbooks_formula_counts_by_its_last_value():
    rows = "".join(
        f"<row r='{n}'><c r='A{n}' t='str'><v>{name}</v></c>{cells}</row>"
        for n, (name, cells) in enumerate(
            (
                ("Skill", "<c r='B1' t='str'><v>L1</v></c><c r='C1' t='str'><v>L2</v></c>"),
                ("Asking", "<c r='B2' t='str'><f>1+1</f><v>asks</v></c><c r='C2'><f>1+1</f></c>"),
            ),
            1,
        )
    )
    found = read(sheet_of(rows))
    assert [b.act for b in found.ladder.competencies[0].behaviours] == ["asks"]
    (remark,) = [r for r in found.report.dropped if r.text.startswith("A formula")]
    assert remark.places == ("Sheet, row 2, column C",)


def test_huge_numbers_are_read_as_they_are_written():
    huge = "9" * 5_000
    found = read(f'{{"skills": [{{"name": "A", "levels": {{"L1": {huge}, "L2": 1e999}}}}]}}')
    assert found.ladder.competencies[0].behaviours[1].act == "1e999"
    marks = read(f"Skill,PM,SPM\nA,{'9' * 30},2\nB,1,2\nC,1,2\n")
    assert marks.report.read["levels"] <= 20


def test_a_claim_to_the_last_cell_of_a_sheet_costs_nothing():
    row = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    with pytest.raises(UnreadableFileError, match=r"holds no ladder|more than 20,000 rows"):
        read(sheet_of(row))
