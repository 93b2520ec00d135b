import { subjectsOf } from '../subjects/of-package.ts';

// A file of its own: controllers that want a pause between commands take it in real time.
for (const { conformOnRealWires } of subjectsOf('thermal-chamber')) conformOnRealWires();
