/** Texts of errors and warnings by their number. Source: sheet julabo-huber.md, section 2, after the list of numat/huber. */
export const huberFaults: Readonly<Record<number, string>> = {
  [-1]: 'over-temperature protection',
  [-4]: 'upper alarm temperature of the liquid reached',
  [-5]: 'lower alarm temperature of the liquid reached',
  [-6]: 'upper alarm temperature of the process reached',
  [-7]: 'lower alarm temperature of the process reached',
  [-9]: 'internal Pt100 faulty',
  [-10]: 'process Pt100 faulty',
  [-11]: 'Pt100 of the condensing temperature faulty',
  [-14]: 'condensing temperature too high',
  [-15]: 'pump speed not measured',
  [-36]: 'data transfer too fast, or expansion vessel above 90 °C',
  [-41]: 'error contact of the pump',
  [-75]: 'level too low',
};

/** Errors with which the temperature of the liquid is none, and that of the process. */
export const huberInternalSensorFaults: ReadonlySet<number> = new Set([-9, -117]);
export const huberProcessSensorFaults: ReadonlySet<number> = new Set([-10, -116]);
