-- Times are seconds since 1970 (UTC), ids UUIDs, JSON columns hold arrays or objects. Every text was redacted.

CREATE TABLE sessions (
    id TEXT PRIMARY KEY NOT NULL,
    started_at REAL NOT NULL,
    front_end TEXT NOT NULL DEFAULT '',
    notebook TEXT NOT NULL DEFAULT '', -- path, where the front end tells
    package_version TEXT NOT NULL DEFAULT '',
    python_version TEXT NOT NULL DEFAULT '',
    ipython_version TEXT NOT NULL DEFAULT '',
    platform TEXT NOT NULL DEFAULT ''
);

CREATE TABLE failures (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    occurred_at REAL NOT NULL,
    cell_id TEXT,
    execution_count INTEGER,
    language TEXT NOT NULL,
    stage TEXT NOT NULL,
    error_type TEXT NOT NULL,
    message TEXT NOT NULL,
    code TEXT NOT NULL,
    line INTEGER,
    "column" INTEGER,
    end_line INTEGER,
    end_column INTEGER,
    frames TEXT NOT NULL DEFAULT '[]', -- JSON
    causes TEXT NOT NULL DEFAULT '[]', -- JSON
    duration_s REAL
);
CREATE INDEX failures_by_time ON failures (occurred_at);
CREATE INDEX failures_by_session ON failures (session_id);

CREATE TABLE proposals (
    id TEXT PRIMARY KEY NOT NULL,
    failure_id TEXT NOT NULL REFERENCES failures (id) ON DELETE CASCADE,
    created_at REAL NOT NULL DEFAULT 0,
    latency_ms REAL NOT NULL DEFAULT 0, -- from error to shown
    settled INTEGER NOT NULL DEFAULT 0,
    ranker_version TEXT NOT NULL DEFAULT '',
    experiment_arm TEXT NOT NULL DEFAULT '',
    context TEXT NOT NULL DEFAULT '{}' -- JSON: names the cell mentions, their tables, cells run before
);
CREATE INDEX proposals_by_failure ON proposals (failure_id);

CREATE TABLE candidates (
    id TEXT PRIMARY KEY NOT NULL,
    proposal_id TEXT NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
    rank INTEGER, -- from 1; NULL: offered for a while, then withdrawn
    code TEXT NOT NULL,
    rationale TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL,
    confidence REAL NOT NULL DEFAULT 0,
    safety TEXT NOT NULL,
    score REAL NOT NULL DEFAULT 0,
    proved INTEGER NOT NULL DEFAULT 0,
    actions TEXT NOT NULL DEFAULT '[]', -- JSON
    checks TEXT NOT NULL DEFAULT '[]', -- JSON
    features TEXT NOT NULL DEFAULT '{}', -- JSON: what the ranker saw
    ranker_version TEXT, -- taken from the proposal where the row does not say
    experiment_arm TEXT
);
CREATE INDEX candidates_by_proposal ON candidates (proposal_id);

CREATE TABLE decisions (
    id TEXT PRIMARY KEY NOT NULL,
    proposal_id TEXT NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
    candidate_id TEXT REFERENCES candidates (id) ON DELETE CASCADE,
    decided_at REAL NOT NULL,
    kind TEXT NOT NULL,
    code TEXT, -- the cell's text afterwards, where it changed
    host TEXT NOT NULL DEFAULT ''
);
CREATE INDEX decisions_by_proposal ON decisions (proposal_id);
CREATE INDEX decisions_by_candidate ON decisions (candidate_id);

CREATE TABLE outcomes (
    id TEXT PRIMARY KEY NOT NULL,
    failure_id TEXT NOT NULL REFERENCES failures (id) ON DELETE CASCADE,
    ran_at REAL NOT NULL,
    code TEXT NOT NULL,
    matched_by TEXT NOT NULL,
    execution_count INTEGER
);
CREATE INDEX outcomes_by_failure ON outcomes (failure_id);
