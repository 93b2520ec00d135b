import type { WirebonderProfile } from './profile.ts';

/**
 * An example, no maker's machine: a small GEM surface as the sheet wire-bonder.md describes one. Copy it and put in
 * what the GEM manual of your bonder says.
 */
export const exampleProfile: WirebonderProfile = {
  name: 'example',
  manufacturer: 'Example',
  variables: { controlState: 1, processState: 2, recipe: 3, units: 4, wires: 5, assists: 6 },
  events: {
    processingStarted: 11,
    processingCompleted: 12,
    processingStopped: 13,
    processStateChange: 14,
    bondMade: 20,
  },
  bondReport: {
    id: 100,
    fields: [
      { name: 'unit', variable: 1001 },
      { name: 'wire', variable: 1002 },
      { name: 'bond', variable: 1003 },
      { name: 'force', variable: 1004 },
      { name: 'power', variable: 1005 },
      { name: 'time', variable: 1006 },
      { name: 'deformation', variable: 1007 },
      { name: 'result', variable: 1008 },
      { name: 'die', variable: 1009 },
      { name: 'temperature', variable: 1010 },
      { name: 'current', variable: 1011 },
      { name: 'interval', variable: 1012 },
      { name: 'deformationTrace', variable: 1013 },
      { name: 'currentTrace', variable: 1014 },
    ],
    units: {
      force: 'cN',
      power: 'mW',
      time: 'ms',
      deformation: 'um',
      temperature: 'Cel',
      current: 'mA',
      interval: 'ms',
    },
    results: [
      { word: 'ok', result: 'ok' },
      { word: 'non-stick', result: 'non-stick' },
      { word: 'short-tail', result: 'short-tail' },
      { word: 'wire-break', result: 'wire-break' },
    ],
  },
  otherEvents: [
    { id: 16, name: 'stripLoaded' },
    { id: 17, name: 'stripCompleted' },
    { id: 18, name: 'assist' },
    { id: 19, name: 'recipeSelected' },
    { id: 21, name: 'capillaryChanged' },
    { id: 22, name: 'wireChanged' },
  ],
  production: {
    lot: 8,
    strip: 9,
    rejected: 10,
    unitDone: 15,
    unitReport: {
      id: 101,
      fields: [
        { name: 'strip', variable: 1022 },
        { name: 'unit', variable: 1021 },
        { name: 'good', variable: 1023 },
      ],
    },
  },
  supplies: { wireLeft: { variable: 11, unit: 'm' }, toolBonds: 12 },
  stage: { temperature: 7, unit: 'Cel' },
  traces: [{ name: 'stage temperature', variable: 7, unit: 'degC' }],
  alarms: [
    { id: 1, text: 'non-stick on pad' },
    { id: 2, text: 'short tail' },
    { id: 3, text: 'wire out' },
  ],
  commands: {
    select: { name: 'PP-SELECT', recipe: 'PPID' },
    start: { name: 'START', lot: 'LOTID' },
    stop: 'STOP',
    abort: 'ABORT',
    pause: 'PAUSE',
    resume: 'RESUME',
  },
  processStates: [
    { code: 0, name: 'INIT', processing: 'unknown' },
    { code: 1, name: 'IDLE', processing: 'idle' },
    { code: 2, name: 'SETUP', processing: 'setup' },
    { code: 3, name: 'READY', processing: 'ready' },
    { code: 4, name: 'EXECUTING', processing: 'executing' },
    { code: 5, name: 'PAUSE', processing: 'paused' },
  ],
};
