export { bondTester, bondTestResult, bondTests } from './classes/bond-tester.ts';
export type { BondTester, BondTestResult } from './classes/bond-tester.ts';
export { bonderProduction, bonderStage, bonderSupplies, bonderTraces } from './classes/bonder-parts.ts';
export { bondResults, controlStates, processingStates, wirebonder } from './classes/wirebonder.ts';
export type { Wirebonder } from './classes/wirebonder.ts';
export { drivers } from './drivers.ts';
export { openBondTester, openWirebonder } from './open.ts';
export { surveyWirebonder } from './survey-wirebonder.ts';
export type { SurveyOptions } from './survey-wirebonder.ts';
export { checkProfile } from './gem-wirebonder/check-profile.ts';
export { draftProfile } from './gem-wirebonder/draft-profile.ts';
export type { ProfileDraft } from './gem-wirebonder/draft-profile.ts';
export { exampleProfile } from './gem-wirebonder/example-profile.ts';
export type { GemWirebonderOptions } from './gem-wirebonder/gem-wirebonder.ts';
export type { WirebonderProfile } from './gem-wirebonder/profile.ts';
export { surveyMachine } from './gem-wirebonder/survey.ts';
export type { MachineSurface } from './gem-wirebonder/survey.ts';
export { bondProcesses, bondProgramSchema, wireMaterials } from './recipes/bond-program.ts';
export type { BondProgram } from './recipes/bond-program.ts';
export { bondProgramBody, readBondProgram } from './recipes/bond-program-body.ts';
export { bondProgramProblems, checkBondProgram } from './recipes/check-bond-program.ts';
export type { ProgramProblem } from './recipes/check-bond-program.ts';
export { compareBondPrograms, compareRecipes } from './recipes/compare-recipes.ts';
export type { ProgramDifference, RecipeComparison } from './recipes/compare-recipes.ts';
export { gramForce, toGramForce } from './recipes/gram-force.ts';
export { exampleMachineLimits, machineLimitsSchema } from './recipes/machine-limits.ts';
export type { MachineLimits } from './recipes/machine-limits.ts';
export { bondTestStatistics } from './bond-testing/bond-test-statistics.ts';
export type { BondTestStatistics } from './bond-testing/bond-test-statistics.ts';
export { bondTestDialects, bondTestDialectSchema } from './bond-testing/csv-dialect.ts';
export type { BondTestDialect } from './bond-testing/csv-dialect.ts';
export { importBondTests } from './bond-testing/import-bond-tests.ts';
export type { ImportedBondTests } from './bond-testing/import-bond-tests.ts';
export { judgePullTests, judgeShearTests } from './bond-testing/judge-bond-tests.ts';
export type { JudgedTest, Judgement } from './bond-testing/judge-bond-tests.ts';
export {
  equivalentDiameter,
  legTension,
  minimumPullForce,
  shearStrength,
} from './bond-testing/minimum-force.ts';
export type { MinimumForce, PulledWire } from './bond-testing/minimum-force.ts';
export {
  confirmStandard,
  jesd22B116,
  mil883Method2011,
  pullFailureCodes,
  shearFailureModes,
} from './bond-testing/test-standards.ts';
export type {
  Confirmation,
  FailureCode,
  FailureCodes,
  PullLimit,
  PullLimits,
  ShearLimits,
  StandardData,
} from './bond-testing/test-standards.ts';
export type { BondTesterCsvOptions } from './bond-tester-csv/bond-tester-csv.ts';
