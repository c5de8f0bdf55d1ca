export { organizationsModule } from './parts.ts';
export { addScreening, addTeam, changeAreaSettings, storeDivisions } from './registry/area.ts';
export { acceptProposals, listProposals } from './registry/batches.ts';
export { addContract, remindOfContracts } from './registry/contracts.ts';
export {
  changeOrganization,
  createIn as createOrganizationIn,
  createOrganization,
  moveOrganization,
} from './registry/organizations.ts';
export { addActivity, addContact, addOffer, linkPerson } from './registry/parts.ts';
