"""What each action unit is called and which muscle makes it.

Names and muscles are those of the Facial Action Coding System: P. Ekman, W. V. Friesen and J. C. Hager, Facial Action
Coding System, Salt Lake City 2002 (first edition 1978).
"""

from dataclasses import dataclass

from metst_gui.language import mark

SOURCE = mark("Names and muscles: Facial Action Coding System (Ekman, Friesen and Hager 2002).")
BROWS, NOSE, MOUTH = mark("Brows and lids"), mark("Nose and cheeks"), mark("Mouth and chin")
OTHER, HEAD, EYES = mark("Other"), mark("Head"), mark("Direction of the eyes")


@dataclass(frozen=True, slots=True)
class FacsUnit:
    """One code of FACS.

    Attributes:
        code: number.
        name: English, translated where it is shown.
        muscle: anatomical, in Latin and in every language the same; empty: no single one.
        group: where it is listed.
    """

    code: int
    name: str
    muscle: str
    group: str


UNITS: tuple[FacsUnit, ...] = (
    FacsUnit(1, mark("Inner brow raiser"), "frontalis, pars medialis", BROWS),
    FacsUnit(2, mark("Outer brow raiser"), "frontalis, pars lateralis", BROWS),
    FacsUnit(4, mark("Brow lowerer"), "corrugator supercilii, depressor supercilii, procerus", BROWS),
    FacsUnit(5, mark("Upper lid raiser"), "levator palpebrae superioris", BROWS),
    FacsUnit(7, mark("Lid tightener"), "orbicularis oculi, pars palpebralis", BROWS),
    FacsUnit(43, mark("Eye closure"), "levator palpebrae superioris (relaxed)", BROWS),
    FacsUnit(45, mark("Blink"), "levator palpebrae (relaxed), orbicularis oculi, pars palpebralis", BROWS),
    FacsUnit(46, mark("Wink"), "orbicularis oculi", BROWS),
    FacsUnit(6, mark("Cheek raiser"), "orbicularis oculi, pars orbitalis", NOSE),
    FacsUnit(9, mark("Nose wrinkler"), "levator labii superioris alaeque nasi", NOSE),
    FacsUnit(11, mark("Nasolabial deepener"), "zygomaticus minor", NOSE),
    FacsUnit(38, mark("Nostril dilator"), "nasalis, pars alaris", NOSE),
    FacsUnit(39, mark("Nostril compressor"), "nasalis, pars transversa, depressor septi nasi", NOSE),
    FacsUnit(10, mark("Upper lip raiser"), "levator labii superioris", MOUTH),
    FacsUnit(12, mark("Lip corner puller"), "zygomaticus major", MOUTH),
    FacsUnit(13, mark("Sharp lip puller"), "levator anguli oris", MOUTH),
    FacsUnit(14, mark("Dimpler"), "buccinator", MOUTH),
    FacsUnit(15, mark("Lip corner depressor"), "depressor anguli oris", MOUTH),
    FacsUnit(16, mark("Lower lip depressor"), "depressor labii inferioris", MOUTH),
    FacsUnit(17, mark("Chin raiser"), "mentalis", MOUTH),
    FacsUnit(18, mark("Lip pucker"), "incisivi labii superioris, incisivi labii inferioris", MOUTH),
    FacsUnit(20, mark("Lip stretcher"), "risorius", MOUTH),
    FacsUnit(22, mark("Lip funneler"), "orbicularis oris", MOUTH),
    FacsUnit(23, mark("Lip tightener"), "orbicularis oris", MOUTH),
    FacsUnit(24, mark("Lip presser"), "orbicularis oris", MOUTH),
    FacsUnit(
        25, mark("Lips part"), "depressor labii inferioris, mentalis (relaxed), orbicularis oris (relaxed)", MOUTH
    ),
    FacsUnit(26, mark("Jaw drop"), "masseter, temporalis, pterygoideus medialis (relaxed)", MOUTH),
    FacsUnit(27, mark("Mouth stretch"), "pterygoidei, digastricus", MOUTH),
    FacsUnit(28, mark("Lip suck"), "orbicularis oris", MOUTH),
    FacsUnit(8, mark("Lips towards each other"), "orbicularis oris", OTHER),
    FacsUnit(19, mark("Tongue shown"), "", OTHER),
    FacsUnit(21, mark("Neck tightener"), "platysma", OTHER),
    FacsUnit(29, mark("Jaw thrust"), "", OTHER),
    FacsUnit(30, mark("Jaw sideways"), "", OTHER),
    FacsUnit(31, mark("Jaw clencher"), "masseter", OTHER),
    FacsUnit(32, mark("Bite"), "", OTHER),
    FacsUnit(33, mark("Blow"), "", OTHER),
    FacsUnit(34, mark("Puff"), "", OTHER),
    FacsUnit(35, mark("Cheek suck"), "", OTHER),
    FacsUnit(36, mark("Tongue bulge"), "", OTHER),
    FacsUnit(37, mark("Lip wipe"), "", OTHER),
    FacsUnit(51, mark("Head turns left"), "", HEAD),
    FacsUnit(52, mark("Head turns right"), "", HEAD),
    FacsUnit(53, mark("Head up"), "", HEAD),
    FacsUnit(54, mark("Head down"), "", HEAD),
    FacsUnit(55, mark("Head tilts left"), "", HEAD),
    FacsUnit(56, mark("Head tilts right"), "", HEAD),
    FacsUnit(57, mark("Head forward"), "", HEAD),
    FacsUnit(58, mark("Head back"), "", HEAD),
    FacsUnit(61, mark("Eyes turn left"), "", EYES),
    FacsUnit(62, mark("Eyes turn right"), "", EYES),
    FacsUnit(63, mark("Eyes up"), "", EYES),
    FacsUnit(64, mark("Eyes down"), "", EYES),
    FacsUnit(65, mark("Walleye"), "", EYES),
    FacsUnit(66, mark("Cross-eye"), "", EYES),
)
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(one.group for one in UNITS))
BY_CODE: dict[int, FacsUnit] = {one.code: one for one in UNITS}
