import { beforeEach, vi } from 'vitest';

// Output in a green run is an unread warning. A test that expects output replaces the method itself.
beforeEach(() => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      throw new Error(`A test must not print: console.${method}(${values.map(String).join(', ')})`);
    });
  }
});
