export { type CallOptions, call, fileAddress, type UploadOptions, upload } from './client.ts';
export { type ChangedEvent, useEvents } from './events.ts';
export { type Command, refresh, useCommand, useRead, useReadPages } from './hooks.ts';
export { newKey } from './intent.ts';
export { ApiProblem, type FieldProblem, problemOf } from './problem.ts';
