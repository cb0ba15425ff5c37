// Starts the connection to the app, and comes back by itself when it was lost.
Blazor.start({ circuit: { reconnectionOptions: { maxRetries: 1000, retryIntervalMilliseconds: attempt => Math.min(250 * 2 ** attempt, 5000) } } });
