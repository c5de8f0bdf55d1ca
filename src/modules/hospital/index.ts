export { initHospital, openHospital, type Person, readSetting, theHospital, type Witness } from './actions.ts';
export { failures } from './failures.ts';
export { type DoctorRow, type SiteRow, upsertDoctors, upsertSites } from './people-store.ts';
export { hospitalRoutes } from './routes.ts';
export type { SettingName } from './rules/settings.ts';
export { type Hospital, insertDepartment, readHospital, readHospitals, readTimeZone } from './store.ts';
