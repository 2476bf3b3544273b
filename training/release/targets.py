"""What the model was to reach, and whether it did."""

from typing import Any

SWD_RATIO = 3.0  # of the average to the floor
MS_SSIM_GAP = 0.03
SUCCESS = 0.9
ASKED = ("glasses", "facial_hair", "hat", "long_hair", "smile")  # attributes whose edits have to succeed


def targets(card: dict[str, Any]) -> list[dict[str, Any]]:
    """@returns {"what", "wanted", "found", "met"} of each, the texts for people"""
    swd, ms, coverage = card["swd"], card["ms_ssim"], card["coverage"]
    gap = abs(ms["model"] - ms["data"])
    missing = len(coverage["missing"])
    found = [
        _line(
            "average SWD, times the floor",
            f"at most {SWD_RATIO:g}",
            f"{swd['ratio']:.2f}",
            swd["ratio"] <= SWD_RATIO,
        ),
        _line(
            "MS-SSIM, difference from the data's own",
            f"at most {MS_SSIM_GAP:g}",
            f"{gap:.4f}",
            gap <= MS_SSIM_GAP,
        ),
        _line(
            f"label values not found among {coverage['samples']:,} samples",
            "none",
            str(missing),
            missing == 0,
        ),
    ]
    for key in ASKED:
        about = card["attributes"][key]
        on, off = about["success_on"], about["success_off"]
        words = f"{100 * on:.1f} % and {100 * off:.1f} %"
        found.append(
            _line(
                f"edits of {about['name'].lower()}, on and off",
                f"at least {100 * SUCCESS:g} %",
                words,
                min(on, off) >= SUCCESS,
            )
        )
    return found


def _line(what: str, wanted: str, found: str, met: bool) -> dict[str, Any]:
    return {"what": what, "wanted": wanted, "found": found, "met": bool(met)}
