"""Randomness is an address: every draw is a pure function of where it is used.

Nothing is consumed, so the order of members, threads, chunks and resumed work cannot change a draw,
two policies meet the same luck (common random numbers), and a new purpose disturbs no other draw.

Source: Salmon, Moraes, Dror & Shaw (2011), *Parallel random numbers: as easy as 1, 2, 3*, Philox-4x32-10.
"""

from whitesmoke.model.lang import hot, rule

MASK = 0xFFFFFFFF
MULTIPLIER_0, MULTIPLIER_1 = 0xD2511F53, 0xCD9E8D57
WEYL_0, WEYL_1 = 0x9E3779B9, 0xBB67AE85
UNIT = 2.0**-52


@hot
def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of Philox-4x32-10 for a counter of four words and a key of two.

    The products use 64 bits; the masks keep Python's unbounded integers and the machine's wrapping ones equal.
    """
    for _ in range(10):
        low, high = MULTIPLIER_0 * c0, MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (
            ((high >> 32) & MASK) ^ c1 ^ k0,
            high & MASK,
            ((low >> 32) & MASK) ^ c3 ^ k1,
            low & MASK,
        )
        k0, k1 = (k0 + WEYL_0) & MASK, (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


def key(seed: int) -> tuple[int, int]:
    """Return the two 32-bit halves of a seed of 0 .. 2**64 - 1: the key of all its draws.

    Raises ValueError for any other seed, which would silently be another one's twin.
    """
    if not 0 <= seed < 2**64:
        raise ValueError(f"a seed lies between 0 and 2**64 - 1, not {seed}")
    return seed & MASK, (seed >> 32) & MASK


@hot
def uniforms(
    key_low: int, key_high: int, run: int, round_: int, member: int, target: int, purpose: int
) -> tuple[float, float]:
    """Return two independent uniforms in (0, 1) for one address.

    Parameters
    ----------
    key_low, key_high : the two 32-bit halves of the seed
    run, round_ : index of the run in its ensemble; number of the round (0 for what is drawn once per run)
    member : address of the member (0 for none); from its code, not its position
    target : 24-bit address of the candidate or demand (0 for none)
    purpose : one of the purposes in `whitesmoke.model.codes`
    """
    a, b, c, d = philox(
        int(run), int(round_), int(member), (int(purpose) << 24) | int(target), int(key_low), int(key_high)
    )
    return (((a << 20) | (b >> 12)) + 0.5) * UNIT, (((c << 20) | (d >> 12)) + 0.5) * UNIT


@rule
def uniform(key_low: int, key_high: int, run: int, round_: int, member: int, target: int, purpose: int) -> float:
    """Return one uniform in (0, 1) for one address; see `uniforms`."""
    return uniforms(key_low, key_high, run, round_, member, target, purpose)[0]
