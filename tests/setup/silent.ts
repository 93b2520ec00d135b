// Output in a green run is an unread warning. A test that expects output replaces the method itself, with a spy that
// `restoreMocks` takes away again.
for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
  // Set outright: five spies for each of 20,000 tests would take longer than many a test.
  console[method] = (...values: unknown[]) => {
    throw new Error(`A test must not print: console.${method}(${values.map(String).join(', ')})`);
  };
}
