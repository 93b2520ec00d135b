/** Linear expansion of materials around a prober, in 1/K. Unconfirmed typical values (probe sheet 4). */
export const expansionCoefficients = {
  aluminium: 23.1e-6,
  copper: 16.5e-6,
  nickel: 13.4e-6,
  stainlessSteel: 17.3e-6,
  invar: 1.2e-6,
  alumina: 7e-6,
  fr4: 15.5e-6,
  tungsten: 4.5e-6,
  borosilicateGlass: 3.3e-6,
  galliumArsenide: 5.7e-6,
} as const;

const zeroCelsius = 273.15;

/** Linear expansion of silicon in 1/K at `temperature` °C (form of Okada and Tokumaru 1984, probe sheet 4). */
export function siliconExpansion(temperature: number): number {
  const kelvin = temperature + zeroCelsius;
  return 3.725e-6 * (1 - Math.exp(-5.88e-3 * (kelvin - 124))) + 5.548e-10 * kelvin;
}

/** How much longer silicon is at `to` °C than at `from` °C, as a fraction: {@link siliconExpansion} integrated. */
export function siliconStrain(from: number, to: number): number {
  return lengthening(to + zeroCelsius) - lengthening(from + zeroCelsius);
}

function lengthening(kelvin: number): number {
  return 3.725e-6 * (kelvin + Math.exp(-5.88e-3 * (kelvin - 124)) / 5.88e-3) + (5.548e-10 / 2) * kelvin ** 2;
}
