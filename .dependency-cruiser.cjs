// No import cycle, not of types alone either.
module.exports = {
  forbidden: [{ name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } }],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mts', '.mjs', '.json'] },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['node_modules', '^test/peers'] },
  },
}
