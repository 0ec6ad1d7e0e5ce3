import { defineConfig } from 'eslint/config';
import rxjsX from 'eslint-plugin-rxjs-x';
import tseslint from 'typescript-eslint';

export default defineConfig(
  {
    ignores: [
      'dist/',
      'spec/types/',
      'bench/',
      'docs/api/',
      'docs/.vitepress/dist/',
      'docs/.vitepress/cache/',
      'coverage/',
      'reports/',
      'artifacts/',
      '.cache/',
      'examples/*',
      '!examples/demo',
      '!examples/durable-demo',
      '!examples/webhook-hono',
      '**/node_modules/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      rxjsX.configs.recommended,
    ],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // A signal's reason may be anything.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      // A constructor that only narrows the type of its parameter has a use.
      '@typescript-eslint/no-useless-constructor': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      'rxjs-x/finnish': [
        'error',
        // Functions that make Observables are named as functions are.
        {
          methods: false,
          functions: false,
          strict: false,
          names: {
            Subject$: false,
            '^watch(er)?$': false,
            '^(request|poll|retries|delay|send|follow|watchJob)$': false,
          },
        },
      ],
      '@typescript-eslint/unified-signatures': 'off',
      'no-restricted-globals': ['error', 'fetch', 'setTimeout', 'setInterval', 'Date'],
    },
  },
  {
    // Specs await what jest gives them, and take liberties that only a spec may.
    files: ['spec/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
      'rxjs-x/no-ignored-error': 'off',
      'rxjs-x/no-nested-subscribe': 'off',
      'rxjs-x/no-subject-value': 'off',
    },
  },
);
