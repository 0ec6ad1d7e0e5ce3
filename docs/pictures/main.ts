import { writeFileSync } from 'node:fs';
import { pictures } from './pictures.js';

// `npm run docs:pictures` draws all pictures again.
for (const { file, svg } of pictures()) writeFileSync(file, svg);
