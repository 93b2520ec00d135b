/** Permittivity of vacuum, in F/m (CODATA 2018). */
export const vacuumPermittivity = 8.8541878128e-12;
