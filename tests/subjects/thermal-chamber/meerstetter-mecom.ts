import { MeerstetterMecomSimulator } from '@fourwire/mock';
import { openThermalChuck, thermalChuck } from '@fourwire/thermal-chamber';
import { chuckPlans } from '../chuck-plans.ts';
import { subject } from '../subject.ts';

const limits = { min: -50, max: 150 };

export const meerstetterMecom = subject({
  deviceClass: thermalChuck,
  driver: 'meerstetter-mecom',
  open: openThermalChuck,
  simulate: (time) => new MeerstetterMecomSimulator({ ...time, greeting: 'LTR-1200' }),
  wires: ['serial', 'socket'],
  checksum: true,
  options: { temperatureRange: limits },
  ...chuckPlans<MeerstetterMecomSimulator>(
    {
      reading: ({ model }) => model.loop.reading,
      target: ({ model }) => model.target,
      running: ({ model }) => model.outputEnable !== 0,
    },
    limits,
  ),
  events: { alarm$: { trigger: ({ simulator }) => simulator.model.fail(36) } },
  speed: 100,
});
