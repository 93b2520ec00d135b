import type { LuaValue } from '../tsp/lua-value.ts';
import type { TspInstrument } from '../tsp/tsp-instrument.ts';
import { TspObject, numberIn, outOfRange } from '../tsp/tsp-object.ts';
import { Smu2450Buffer } from './smu2450-buffer.ts';
import type { Smu2450Model } from './smu2450-model.ts';
import { makeBuffer } from './smu2450-tsp-buffer.ts';
import { makeMeasure } from './smu2450-tsp-measure.ts';
import { constants, flag, off, on } from './smu2450-tsp-names.ts';
import { addSweeps, makeTrigger } from './smu2450-tsp-runs.ts';
import { makeSource } from './smu2450-tsp-source.ts';

/** The command set of scripts (sheet smu-keithley-2450.md, "TSP mode"). */
export function addTsp(instrument: TspInstrument, model: Smu2450Model): void {
  const buffers = new Map<Smu2450Buffer, TspObject>();
  /** The object of a buffer, the same each time. */
  const bufferObject = (buffer: Smu2450Buffer): TspObject => {
    const known = buffers.get(buffer) ?? makeBuffer(buffer);
    buffers.set(buffer, known);
    return known;
  };
  const bufferOf = (value: LuaValue): Smu2450Buffer => {
    if (value === undefined) return model.buffer();
    for (const [buffer, object] of buffers) if (object === value) return buffer;
    throw outOfRange();
  };
  const { globals } = instrument;
  const addDefaults = (): void => {
    for (const name of ['defbuffer1', 'defbuffer2']) globals.set(name, bufferObject(model.buffer(name)));
  };
  addDefaults();
  const smu = new TspObject().add({ ...constants, ON: on, OFF: off });
  const source = makeSource(model);
  const measure = makeMeasure(instrument, model, bufferOf);
  addSweeps(source, model, bufferOf);
  smu.add({ source, measure });
  smu.attribute('terminals', {
    get: () => (model.terminals === 'FRON' ? constants.TERMINALS_FRONT : constants.TERMINALS_REAR),
    set: (value) => {
      model.terminals = value === constants.TERMINALS_REAR ? 'REAR' : 'FRON';
      model.switchOutput(false);
    },
  });
  const interlock = new TspObject().attribute('tripped', { get: () => (model.interlockOpen ? off : on) });
  flag(
    interlock,
    'enable',
    () => model.usesInterlock,
    (value) => {
      model.usesInterlock = value;
    },
  );
  smu.add({ interlock });
  smu.on('reset', () => {
    model.reset();
    addDefaults();
    return [];
  });
  globals.set('smu', smu);
  globals.set(
    'buffer',
    new TspObject()
      .on('make', (size) => {
        const buffer = new Smu2450Buffer(numberIn(size, 10, 6_875_000));
        return [bufferObject(buffer)];
      })
      .on('delete', (buffer) => {
        buffers.delete(bufferOf(buffer));
        return [];
      }),
  );
  globals.set('trigger', makeTrigger(model, bufferOf));
  instrument.idle = async () => model.run.idle();
  instrument.reset = () => {
    model.reset();
    addDefaults();
    Object.assign(instrument.format, { real: undefined, swapped: false });
  };
}
