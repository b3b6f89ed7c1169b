/**
 * The master tables of single sampling plans, as they are printed: GB/T 2828.1-2012 (idt ISO 2859-1:1999), tables 2-A, 2-B and
 * 2-C, the columns for percent nonconforming (AQL up to 10). A number is the acceptance number Ac, and Re = Ac + 1; an arrow
 * sends to the first plan below or above in its column, whose sample size holds too; a dot is a blank.
 */
export const masterTables = {
  normal: `
        n 0.010 0.015 0.025 0.040 0.065  0.10  0.15  0.25  0.40  0.65   1.0   1.5   2.5   4.0   6.5    10
  A     2     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↓
  B     3     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓
  C     5     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     1
  D     8     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     1     2
  E    13     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     1     2     3
  F    20     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     1     2     3     5
  G    32     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     1     2     3     5     7
  H    50     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     1     2     3     5     7    10
  J    80     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     1     2     3     5     7    10    14
  K   125     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     1     2     3     5     7    10    14    21
  L   200     ↓     ↓     ↓     ↓     0     ↑     ↓     1     2     3     5     7    10    14    21     ↑
  M   315     ↓     ↓     ↓     0     ↑     ↓     1     2     3     5     7    10    14    21     ↑     ↑
  N   500     ↓     ↓     0     ↑     ↓     1     2     3     5     7    10    14    21     ↑     ↑     ↑
  P   800     ↓     0     ↑     ↓     1     2     3     5     7    10    14    21     ↑     ↑     ↑     ↑
  Q  1250     0     ↑     ↓     1     2     3     5     7    10    14    21     ↑     ↑     ↑     ↑     ↑
  R  2000     ↑     ↑     1     2     3     5     7    10    14    21     ↑     ↑     ↑     ↑     ↑     ↑`,
  tightened: `
        n 0.010 0.015 0.025 0.040 0.065  0.10  0.15  0.25  0.40  0.65   1.0   1.5   2.5   4.0   6.5    10
  A     2     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0
  B     3     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↓
  C     5     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↓     ↓
  D     8     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↓     ↓     1
  E    13     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↓     ↓     1     2
  F    20     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↓     ↓     1     2     3
  G    32     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↓     ↓     1     2     3     5
  H    50     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↓     ↓     1     2     3     5     8
  J    80     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↓     ↓     1     2     3     5     8    12
  K   125     ↓     ↓     ↓     ↓     ↓     ↓     0     ↓     ↓     1     2     3     5     8    12    18
  L   200     ↓     ↓     ↓     ↓     ↓     0     ↓     ↓     1     2     3     5     8    12    18     ↑
  M   315     ↓     ↓     ↓     ↓     0     ↓     ↓     1     2     3     5     8    12    18     ↑     ↑
  N   500     ↓     ↓     ↓     0     ↓     ↓     1     2     3     5     8    12    18     ↑     ↑     ↑
  P   800     ↓     ↓     0     ↓     ↓     1     2     3     5     8    12    18     ↑     ↑     ↑     ↑
  Q  1250     ↓     0     ↓     ↓     1     2     3     5     8    12    18     ↑     ↑     ↑     ↑     ↑
  R  2000     0     ↑     ↓     1     2     3     5     8    12    18     ↑     ↑     ↑     ↑     ↑     ↑
  S  3150     ·     ·     1     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·`,
  reduced: `
        n 0.010 0.015 0.025 0.040 0.065  0.10  0.15  0.25  0.40  0.65   1.0   1.5   2.5   4.0   6.5    10
  A     2     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↓
  B     2     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓
  C     2     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     ↓
  D     3     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     ↓     1
  E     5     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     ↓     1     2
  F     8     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     ↓     1     2     3
  G    13     ↓     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     ↓     1     2     3     5
  H    20     ↓     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     ↓     1     2     3     5     6
  J    32     ↓     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     ↓     1     2     3     5     6     8
  K    50     ↓     ↓     ↓     ↓     ↓     0     ↑     ↓     ↓     1     2     3     5     6     8    10
  L    80     ↓     ↓     ↓     ↓     0     ↑     ↓     ↓     1     2     3     5     6     8    10     ↑
  M   125     ↓     ↓     ↓     0     ↑     ↓     ↓     1     2     3     5     6     8    10     ↑     ↑
  N   200     ↓     ↓     0     ↑     ↓     ↓     1     2     3     5     6     8    10     ↑     ↑     ↑
  P   315     ↓     0     ↑     ↓     ↓     1     2     3     5     6     8    10     ↑     ↑     ↑     ↑
  Q   500     0     ↑     ↑     ↓     1     2     3     5     6     8    10     ↑     ↑     ↑     ↑     ↑
  R   800     ↑     ↑     ↑     1     2     3     5     6     8    10     ↑     ↑     ↑     ↑     ↑     ↑`,
};

/** Table 1 of the same standard: sample size code letters by lot size (each row up to and including) and inspection level. */
export const codeLetters = `
            S-1 S-2 S-3 S-4   I  II III
         8    A   A   A   A   A   A   B
        15    A   A   A   A   A   B   C
        25    A   A   B   B   B   C   D
        50    A   B   B   C   C   D   E
        90    B   B   C   C   C   E   F
       150    B   B   C   D   D   F   G
       280    B   C   D   E   E   G   H
       500    B   C   D   E   F   H   J
      1200    C   C   E   F   G   J   K
      3200    C   D   E   G   H   K   L
     10000    C   D   F   G   J   L   M
     35000    C   D   F   H   K   M   N
    150000    D   E   G   J   L   N   P
    500000    D   E   G   J   M   P   Q
  Infinity    D   E   H   K   N   Q   R`;
