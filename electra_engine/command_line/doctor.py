"""doctor: tells what in a workspace is damaged or left over, and repairs what is safe to repair."""

from __future__ import annotations

import argparse

from electra_engine.command_line.answers import Answer
from electra_engine.command_line.options import Subcommands, add_workspace, workspace_of
from electra_engine.jobs.examination import Finding, examine

REMAINS = 3  # the exit code when something stays that a person must look at
REPAIRED, CAN_BE, NEEDS_YOU = "repaired", "can be repaired", "needs you"


def add_to(subcommands: Subcommands) -> None:
    """Adds the subcommand to the parser."""
    doctor = subcommands.add_parser("doctor", help="check a workspace, and repair what is safe to repair")
    doctor.add_argument("--repair", action="store_true", help="repair it instead of only telling")
    add_workspace(doctor)
    doctor.set_defaults(act=attend)


def attend(chosen: argparse.Namespace) -> Answer:
    """Tells what is wrong; exit code 0 when nothing remains to be done, `REMAINS` otherwise."""
    workspace = workspace_of(chosen)
    lines, rows, remain = [], [], 0
    for finding in list(examine(workspace)):
        state = _attended(finding, chosen.repair)
        remain += state != REPAIRED
        place = str(finding.path.relative_to(workspace.root))
        lines.append(f"{place}: {finding.told} ({state})")
        rows.append({"path": place, "finding": finding.told, "state": state})
    if not lines:
        lines = [f"{workspace.root} is sound."]
    elif not chosen.repair and any(row["state"] == CAN_BE for row in rows):
        lines.append("`electra-engine doctor --repair` repairs what can be repaired.")
    return Answer("\n".join(lines), {"findings": rows, "remain": remain}, REMAINS if remain else 0)


def _attended(finding: Finding, repair: bool) -> str:
    """What becomes of a finding: that it is repaired, who can, or why it was passed over."""
    if finding.repair is None:
        return NEEDS_YOU
    return (finding.repair() or REPAIRED) if repair else CAN_BE
