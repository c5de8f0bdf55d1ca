-- Owner: organizations. Units the hospital works with: persons to talk to, pipeline, contracts, what was sold, their people, visits; divisions, grid teams.

CREATE TABLE organization_organizations (
  hospital_id uuid NOT NULL,
  organization_id uuid NOT NULL DEFAULT renmai_id(),
  name text NOT NULL,
  -- The name without spaces and width differences: one unit is written down once.
  name_key text NOT NULL COLLATE "C",
  kind text NOT NULL CHECK (kind IN ('enterprise', 'school', 'community', 'village', 'government', 'insurer', 'pharmacy', 'clinic',
    'township_hospital', 'community_health_centre', 'hospital', 'pharmaceutical', 'media', 'health_platform')),
  -- 6 digits county, 9 township, 12 village.
  division_code text COLLATE "C" CHECK (division_code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'),
  township text,
  address text,
  latitude double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision CHECK (longitude BETWEEN -180 AND 180),
  -- As the crow flies from the coordinates, or typed where there are none.
  distance_m int CHECK (distance_m >= 0),
  headcount int CHECK (headcount >= 0),
  stage text NOT NULL DEFAULT 'lead' CHECK (stage IN ('lead', 'visited', 'proposal', 'contract', 'active', 'renewal', 'lost')),
  stage_since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  next_step text,
  next_step_on date,
  owner_id uuid,
  -- Executive sponsor: the second relationship owner.
  sponsor_id uuid,
  note text,
  is_active boolean NOT NULL DEFAULT true,
  version int NOT NULL DEFAULT 1,
  -- Made from the institutions of introducers, all of one go.
  batch_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, organization_id),
  UNIQUE (hospital_id, name_key)
);
CREATE INDEX organization_organizations_updated ON organization_organizations (hospital_id, updated_at DESC, organization_id DESC);
CREATE INDEX organization_organizations_stage ON organization_organizations (hospital_id, stage);
CREATE INDEX organization_organizations_owner ON organization_organizations (hospital_id, owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX organization_organizations_sponsor ON organization_organizations (hospital_id, sponsor_id) WHERE sponsor_id IS NOT NULL;
CREATE INDEX organization_organizations_division ON organization_organizations (hospital_id, division_code) WHERE division_code IS NOT NULL;
CALL renmai_protect('organization_organizations');

CREATE TABLE organization_contacts (
  hospital_id uuid NOT NULL,
  contact_id uuid NOT NULL DEFAULT renmai_id(),
  organization_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('leader', 'medical', 'other')),
  name text NOT NULL,
  post text,
  sex text CHECK (sex IN ('male', 'female')),
  birthday date,
  native_place text,
  address text,
  phone text,
  email text,
  education text,
  interests text,
  temperament text,
  note text,
  is_active boolean NOT NULL DEFAULT true,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, contact_id),
  FOREIGN KEY (hospital_id, organization_id) REFERENCES organization_organizations (hospital_id, organization_id)
);
CREATE INDEX organization_contacts_of ON organization_contacts (hospital_id, organization_id);
CALL renmai_protect('organization_contacts');

-- Every move along the pipeline, as it was made.
CREATE TABLE organization_stage_moves (
  hospital_id uuid NOT NULL,
  move_id uuid NOT NULL DEFAULT renmai_id(),
  organization_id uuid NOT NULL,
  from_stage text NOT NULL,
  to_stage text NOT NULL,
  reason text,
  next_step text,
  next_step_on date,
  moved_by uuid,
  moved_by_name text NOT NULL,
  moved_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, move_id)
);
CREATE INDEX organization_stage_moves_of ON organization_stage_moves (hospital_id, organization_id, moved_at);
CALL renmai_protect_append_only('organization_stage_moves');

CREATE TABLE organization_contracts (
  hospital_id uuid NOT NULL,
  contract_id uuid NOT NULL DEFAULT renmai_id(),
  organization_id uuid NOT NULL,
  contract_no text,
  title text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('group_checkup', 'cooperation', 'two_way_referral', 'insurance_referral', 'alliance_membership', 'direct_billing',
    'group_rescue', 'health_management', 'other')),
  starts_on date NOT NULL,
  -- The last day it holds.
  ends_on date NOT NULL,
  -- Off the list price, of 1 in basis points: 0.2 = 2000.
  discount_bp int CHECK (discount_bp BETWEEN 0 AND 10000),
  settlement text CHECK (settlement IN ('per_case', 'monthly', 'quarterly', 'yearly', 'prepaid')),
  settlement_note text,
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'signed', 'terminated')),
  terminated_on date,
  -- The contract that this one goes on from.
  renews_id uuid,
  note text,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, contract_id),
  CHECK (ends_on >= starts_on),
  CHECK ((status = 'terminated') = (terminated_on IS NOT NULL)),
  FOREIGN KEY (hospital_id, organization_id) REFERENCES organization_organizations (hospital_id, organization_id)
);
CREATE INDEX organization_contracts_of ON organization_contracts (hospital_id, organization_id);
CREATE INDEX organization_contracts_ending ON organization_contracts (hospital_id, ends_on) WHERE status = 'signed';
-- A contract is renewed once.
CREATE UNIQUE INDEX organization_contracts_renewal ON organization_contracts (hospital_id, renews_id) WHERE renews_id IS NOT NULL;
CALL renmai_protect('organization_contracts');

-- One row a contract, an end and a distance from it: a changed end is reminded of anew.
CREATE TABLE organization_contract_reminders (
  hospital_id uuid NOT NULL,
  contract_id uuid NOT NULL,
  ends_on date NOT NULL,
  days_before int NOT NULL,
  made_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, contract_id, ends_on, days_before)
);
CALL renmai_protect_append_only('organization_contract_reminders');

-- What the unit bought or does together with the hospital.
CREATE TABLE organization_offers (
  hospital_id uuid NOT NULL,
  offer_id uuid NOT NULL DEFAULT renmai_id(),
  organization_id uuid NOT NULL,
  contract_id uuid,
  kind text NOT NULL CHECK (kind IN ('checkup_package', 'green_channel', 'lecture', 'screening', 'training', 'other')),
  name text NOT NULL,
  sold_on date NOT NULL,
  price_fen bigint CHECK (price_fen >= 0),
  persons int CHECK (persons >= 0),
  persons_served int CHECK (persons_served >= 0),
  status text NOT NULL DEFAULT 'offered' CHECK (status IN ('offered', 'sold', 'delivered', 'cancelled')),
  note text,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, offer_id),
  FOREIGN KEY (hospital_id, organization_id) REFERENCES organization_organizations (hospital_id, organization_id)
);
CREATE INDEX organization_offers_of ON organization_offers (hospital_id, organization_id);
CALL renmai_protect('organization_offers');

-- People of the unit who are patients, by the hospital's record number; patient_id where the person is known as a patient.
CREATE TABLE organization_people (
  hospital_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  record_no text NOT NULL COLLATE "C",
  patient_id uuid,
  post text,
  linked_by_name text NOT NULL,
  linked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, organization_id, record_no)
);
CREATE INDEX organization_people_record ON organization_people (hospital_id, record_no);
CALL renmai_protect('organization_people');

-- Visits and events with the unit.
CREATE TABLE organization_activities (
  hospital_id uuid NOT NULL,
  activity_id uuid NOT NULL DEFAULT renmai_id(),
  organization_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('visit', 'phone', 'wechat', 'lecture', 'free_clinic', 'screening', 'training', 'other_event')),
  on_day date NOT NULL,
  by_name text NOT NULL,
  contact_id uuid,
  purpose text NOT NULL,
  result text,
  next_step text,
  next_step_on date,
  participants int CHECK (participants >= 0),
  version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, activity_id),
  FOREIGN KEY (hospital_id, organization_id) REFERENCES organization_organizations (hospital_id, organization_id)
);
CREATE INDEX organization_activities_of ON organization_activities (hospital_id, organization_id, on_day DESC);
CALL renmai_protect('organization_activities');

-- How introducers call the place they work at: which unit that is.
CREATE TABLE organization_institutions (
  hospital_id uuid NOT NULL,
  institution text NOT NULL COLLATE "C",
  organization_id uuid NOT NULL,
  batch_id uuid,
  PRIMARY KEY (hospital_id, institution),
  FOREIGN KEY (hospital_id, organization_id) REFERENCES organization_organizations (hospital_id, organization_id)
);
CREATE INDEX organization_institutions_of ON organization_institutions (hospital_id, organization_id);
CALL renmai_protect('organization_institutions');

CREATE TABLE organization_batches (
  hospital_id uuid NOT NULL,
  batch_id uuid NOT NULL DEFAULT renmai_id(),
  organizations int NOT NULL,
  institutions int NOT NULL,
  made_by_name text NOT NULL,
  made_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  undone_at timestamptz(3),
  undone_by_name text,
  PRIMARY KEY (hospital_id, batch_id)
);
CALL renmai_protect('organization_batches');

-- The country's divisions as far as the hospital needs them: counties, townships, villages.
CREATE TABLE organization_divisions (
  hospital_id uuid NOT NULL,
  code text NOT NULL COLLATE "C" CHECK (code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'),
  name text NOT NULL,
  level text NOT NULL CHECK (level IN ('county', 'township', 'village')),
  parent_code text COLLATE "C",
  PRIMARY KEY (hospital_id, code)
);
CREATE INDEX organization_divisions_level ON organization_divisions (hospital_id, level, code);
CALL renmai_protect('organization_divisions');

-- Where the hospital is and what counts as near; without a row the built-in bands hold.
CREATE TABLE organization_settings (
  hospital_id uuid PRIMARY KEY,
  latitude double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision CHECK (longitude BETWEEN -180 AND 180),
  -- [{"name": "5 km", "uptoM": 5000}, …, the last one without an end]
  bands jsonb NOT NULL,
  version int NOT NULL DEFAULT 1
);
CALL renmai_protect('organization_settings');

-- A doctor, a nurse and a community worker who look after an area.
CREATE TABLE organization_grid_teams (
  hospital_id uuid NOT NULL,
  team_id uuid NOT NULL DEFAULT renmai_id(),
  name text NOT NULL,
  organization_id uuid,
  division_code text COLLATE "C" CHECK (division_code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'),
  area text NOT NULL,
  doctor_name text,
  doctor_phone text,
  nurse_name text,
  nurse_phone text,
  worker_name text,
  worker_phone text,
  households int CHECK (households >= 0),
  families_signed int CHECK (families_signed >= 0),
  persons_signed int CHECK (persons_signed >= 0),
  term_from date,
  term_until date,
  note text,
  is_active boolean NOT NULL DEFAULT true,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, team_id),
  CHECK (term_until >= term_from),
  FOREIGN KEY (hospital_id, organization_id) REFERENCES organization_organizations (hospital_id, organization_id)
);
CREATE INDEX organization_grid_teams_organization ON organization_grid_teams (hospital_id, organization_id) WHERE organization_id IS NOT NULL;
CALL renmai_protect('organization_grid_teams');

CREATE TABLE organization_screenings (
  hospital_id uuid NOT NULL,
  screening_id uuid NOT NULL DEFAULT renmai_id(),
  team_id uuid NOT NULL,
  on_day date NOT NULL,
  place text NOT NULL,
  purpose text NOT NULL,
  expected int CHECK (expected >= 0),
  screened int CHECK (screened >= 0),
  status text NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'done', 'cancelled')),
  version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, screening_id),
  FOREIGN KEY (hospital_id, team_id) REFERENCES organization_grid_teams (hospital_id, team_id)
);
CREATE INDEX organization_screenings_of ON organization_screenings (hospital_id, team_id, on_day);
CREATE INDEX organization_screenings_day ON organization_screenings (hospital_id, on_day);
CALL renmai_protect('organization_screenings');

-- Clearance asks here whether a unit is a member of the alliance, or has an agreement, on a day.
CREATE VIEW published.organization_contracts WITH (security_invoker = true) AS
  SELECT hospital_id, contract_id, organization_id, kind, starts_on, coalesce(terminated_on, ends_on) AS ends_on, discount_bp
  FROM organization_contracts WHERE status IN ('signed', 'terminated');
CREATE VIEW published.organizations WITH (security_invoker = true) AS
  SELECT hospital_id, organization_id, name, kind, division_code, township, stage, owner_id, sponsor_id, is_active FROM organization_organizations;
CREATE VIEW published.organization_people WITH (security_invoker = true) AS
  SELECT hospital_id, organization_id, record_no, patient_id FROM organization_people;
CREATE VIEW published.organization_institutions WITH (security_invoker = true) AS
  SELECT hospital_id, institution, organization_id FROM organization_institutions;
GRANT SELECT ON published.organization_contracts, published.organizations, published.organization_people, published.organization_institutions TO renmai_app;
