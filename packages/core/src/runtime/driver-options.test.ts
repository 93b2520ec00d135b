import { describe, expect, it } from 'vitest';
import { RigService, rigDriver } from '../../test/rig.ts';
import {
  InProcessTransport,
  VirtualClock,
  integer,
  openDevice,
  optionalField,
  quantity,
  record,
  text,
} from '../index.ts';

const described = {
  ...rigDriver(),
  options: record({
    channel: integer({ min: 1, max: 4 }),
    band: optionalField(quantity('K', { above: 0 })),
    label: optionalField(text()),
  }),
};

describe('the options of a driver', () => {
  it.each([
    ['one that is missing', {}, 'acme-rig: options.channel is missing; it must be a whole number, 1 to 4.'],
    [
      'one that it does not know',
      { channel: 1, chanel: 2 },
      /^acme-rig: options\.chanel is not known.*channel/,
    ],
    ['one out of range', { channel: 5 }, 'acme-rig: options.channel 5 refused, allowed 1 to 4.'],
    ['one of another type', { channel: 1, label: 7 }, 'acme-rig: options.label must be a text; got 7.'],
    [
      'one at an end that is not allowed',
      { channel: 1, band: 0 },
      'acme-rig: options.band 0 K refused, allowed above 0 K.',
    ],
  ])('are refused before anything is sent: %s', async (_what, options, message) => {
    const service = new RigService();
    const link = new InProcessTransport(service, 'rig');
    const opening = openDevice(described, link, { options });
    await expect(opening).rejects.toMatchObject({ kind: 'range', code: 'option-refused' });
    await expect(opening).rejects.toThrow(message);
    expect(service.lines).toEqual([]);
  });

  it('are none where it does not say what they are', async () => {
    const service = new RigService();
    const link = new InProcessTransport(service, 'rig');
    await expect(openDevice(rigDriver(), link, { options: { unit: 1 } })).rejects.toMatchObject({
      code: 'option-refused',
      message: 'acme-rig: options.unit is not known; there are none.',
    });
    expect(service.lines).toEqual([]);
  });

  it('may be given where they fit', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const link = new InProcessTransport(new RigService(), 'rig');
      const rig = await openDevice(described, link, { clock, options: { channel: 4, label: 'left' } });
      expect(await rig.temperature.read()).toBe(25);
      await rig.close();
    });
  });
});
