import { defineConfig } from 'tsup';
import shared from '../../tsup.config.ts';

// tsup takes optional dependencies into the bundle unless it is told not to.
export default defineConfig({ ...shared, external: ['serialport', 'usb', 'modbus-serial'] });
