import type { EspecPanelSimulator } from '@fourwire/mock';
import type { ThermalChamber } from '@fourwire/thermal-chamber';
import { chamberPlans } from './chamber-plans.ts';
import { storedProgramCommands } from './stored-program-plans.ts';
import type { SubjectEntry } from './subject.ts';

const { values, commands, events } = chamberPlans<EspecPanelSimulator>(({ model }) => model.controller, {
  limits: { min: -50, max: 140 },
});

const limitsOfSetpoint = 'They are the limits of the setpoint.';

/** What the conformance suite is told of the panels of ESPEC. */
export const especPlans: Required<
  Pick<SubjectEntry<ThermalChamber, EspecPanelSimulator>, 'values' | 'commands' | 'events'>
> = {
  values: {
    ...values,
    'product/temperature': {
      actual: ({ simulator }) => simulator.model.controller.chamber.productReading,
      tolerance: 0.2,
    },
    'product/cascade/setpoint': { coupled: 'It is the setpoint of the chamber.' },
    'alarmLimits/low': {
      actual: ({ simulator }) => simulator.model.limits.low,
      values: [-45, -50],
      coupled: limitsOfSetpoint,
    },
    'alarmLimits/high': {
      actual: ({ simulator }) => simulator.model.limits.high,
      values: [150, 140],
      coupled: limitsOfSetpoint,
    },
    'humidity/control/on': { actual: ({ simulator }) => simulator.model.constant.humidityOn },
    'outputs/on': {
      actual: ({ simulator }, path) => simulator.model.constant.relays.has(Number(path.split('/')[1])),
    },
  },
  commands: {
    ...commands,
    ...storedProgramCommands<EspecPanelSimulator>(({ model }) => model.controller.setpoint),
  },
  events,
};
