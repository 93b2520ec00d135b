/**
 * An instrument's clock that starts anew after `wrap` seconds, as one that goes on: give it the times in the order in
 * which they come.
 */
export function goingOn(wrap: number): (time: number) => number {
  let turns = 0;
  let last = 0;
  return (time) => {
    if (time < last - wrap / 2) turns++;
    last = time;
    return time + turns * wrap;
  };
}
