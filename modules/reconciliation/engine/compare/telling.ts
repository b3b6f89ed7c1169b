/** Items in the order in which they are told, whose rows stand in memory: their places count from the two bases. */
export interface Telling {
  items: number;
  count: number;
  leftBase: number;
  rightBase: number;
}
