"""Lists a model's targets, and whether it met them."""

from typing import Any

SWD_RATIO = 3.0  # ratio of the average to the floor
MS_SSIM_GAP = 0.03
SUCCESS = 0.9
ASKED = ("glasses", "facial_hair", "hat", "long_hair", "smile")  # attributes whose edits must succeed

# Of models of factors:
EVENNESS, PATH = 80, 2.0
RANK, RANKED = 0.97, 40
SPILL, SPILL_MEDIAN = 0.15, 0.03
ENCODER_R2, ENCODED = 0.9, 30


def targets(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns {"what", "wanted", "found", "met"} for each target of a model of labels, as text for people."""
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


def targets_of_factors(card: dict[str, Any]) -> list[dict[str, Any]]:
    """
    Returns the same for a model of factors.

    @param card has "bytes", the sizes of the bundle without the encoder and of the encoder
    """
    swd, ms, smooth, factors = card["swd"], card["ms_ssim"], card["smoothness"], card["factors"].values()
    gap, times = abs(ms["model"] - ms["data"]), smooth["path_mean"] / max(smooth["path_median"], 1e-12)
    ranked = sum(f["rank"] >= RANK for f in factors)
    spill = max(f["spill"] for f in factors)
    encoded = sum(r2 >= ENCODER_R2 for r2 in card["encoder"].values())
    median, bytes_ = card["sliders"]["spill_median"], card["bytes"]
    return [
        _line(
            "evenness of walks",
            f"at most {EVENNESS} %",
            f"{smooth['evenness']:.0f} %",
            smooth["evenness"] <= EVENNESS,
        ),
        _line("mean path length, times the median", f"at most {PATH:g}", f"{times:.2f}", times <= PATH),
        _line("average SWD, times the floor", "at most 1.5", f"{swd['ratio']:.2f}", swd["ratio"] <= 1.5),
        _line("MS-SSIM, difference from the data's own", "at most 0.02", f"{gap:.4f}", gap <= 0.02),
        _line(
            f"sliders with a rank correlation of {RANK}", f"at least {RANKED}", str(ranked), ranked >= RANKED
        ),
        _line("what else a slider moves, at most", f"{SPILL} deviations", f"{spill:.2f}", spill <= SPILL),
        _line("the same, median", f"{SPILL_MEDIAN}", f"{median:.3f}", median <= SPILL_MEDIAN),
        _line(
            f"factors that the encoder finds with an R² of {ENCODER_R2}",
            f"at least {ENCODED}",
            str(encoded),
            encoded >= ENCODED,
        ),
        _line(
            "bundle without the encoder",
            "at most 6 MB",
            f"{bytes_['bundle'] / 1e6:.1f} MB",
            bytes_["bundle"] <= 6e6,
        ),
        _line("encoder", "at most 2 MB", f"{bytes_['encoder'] / 1e6:.1f} MB", bytes_["encoder"] <= 2e6),
    ]


def _line(what: str, wanted: str, found: str, met: bool) -> dict[str, Any]:
    return {"what": what, "wanted": wanted, "found": found, "met": bool(met)}
