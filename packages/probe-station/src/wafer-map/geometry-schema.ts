import { array, either, integer, oneOf, optionalField, quantity, record, text } from '@fourwire/core';

const angle = quantity('deg');
const length = quantity('um', { min: 0 });
const pair = record({ x: quantity('um'), y: quantity('um') });
const dieIndex = record({ column: integer(), row: integer() });
const flat = record({ kind: oneOf(['flat']), angleDeg: angle, lengthUm: length });
const notch = record({ kind: oneOf(['notch']), angleDeg: angle, depthUm: length });

/** What `waferGeometry` needs, as options of a driver. */
export const waferGeometrySchema = record({
  diameterUm: length,
  /** Die plus street: the distance from one die to the next. */
  pitchUm: pair,
  /** The primary flat or the notch, which also says how the wafer lies on the chuck; a notch at the bottom unless given. */
  mark: optionalField(either(flat, notch)),
  secondaryFlat: optionalField(flat),
  /** Ring along the rim and along flats in which no full die may lie; none unless given. */
  edgeExclusionUm: optionalField(length),
  /** Width of the saw street between dies; none unless given. */
  streetUm: optionalField(pair),
  /** Centre of die (0, 0) in the wafer frame; the wafer's unless given. */
  offsetUm: optionalField(pair),
  /** How dies are labelled: the die that is called (0, 0), and the directions in which labels grow. */
  labels: optionalField(record({ origin: dieIndex, axes: oneOf(['UR', 'UL', 'DR', 'DL']) })),
  shot: optionalField(record({ columns: integer({ min: 1 }), rows: integer({ min: 1 }), origin: dieIndex })),
  /** Test structures within every die, at an offset from its centre. */
  subsites: optionalField(array(record({ name: text(), xUm: quantity('um'), yUm: quantity('um') }))),
});
