/** The units that brackets of every kind are folded to. */
export const bracketOpen = 0x28;
export const bracketClose = 0x29;
