/**
 * Water vapour pressure of saturated air in hPa at `temperature` °C: over water from 0 °C up, over ice below
 * (Magnus form with the WMO constants, thermal sheet A3).
 */
export function saturationPressure(temperature: number): number {
  return temperature >= 0
    ? 6.112 * Math.exp((17.62 * temperature) / (243.12 + temperature))
    : 6.112 * Math.exp((22.46 * temperature) / (272.62 + temperature));
}

/** The temperature in °C at which air of `vapourPressure` hPa is saturated: dew point, or frost point below 0 °C. */
export function saturationTemperature(vapourPressure: number): number {
  const exponent = Math.log(vapourPressure / 6.112);
  return exponent >= 0 ? (243.12 * exponent) / (17.62 - exponent) : (272.62 * exponent) / (22.46 - exponent);
}

/** Dew point in °C of air at `temperature` °C and `humidity` %RH, over water as instruments state it (thermal sheet A3). */
export function dewPoint(temperature: number, humidity: number): number {
  const exponent = Math.log(humidity / 100) + (17.62 * temperature) / (243.12 + temperature);
  return (243.12 * exponent) / (17.62 - exponent);
}
