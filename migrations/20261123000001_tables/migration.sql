CREATE TABLE "archive_package" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"batch_id" uuid NOT NULL,
	"handover_id" uuid NOT NULL,
	"name" text NOT NULL,
	"inventory_version" integer NOT NULL,
	"inventory_hash" text NOT NULL,
	"package_hash" text NOT NULL,
	"files" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"keep_until" text NOT NULL,
	"sealed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "archive_package_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "archive_package" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "inventory" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"batch_id" uuid NOT NULL,
	"handover_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"revision" integer NOT NULL,
	"sealed" bytea NOT NULL,
	"hash" text NOT NULL,
	"lines" integer NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"challenge" text NOT NULL,
	"voided_at" timestamp(6) with time zone,
	"voided_for" text,
	CONSTRAINT "inventory_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "inventory" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "client" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"number" text NOT NULL,
	"name" text NOT NULL,
	"uscc" text,
	"state" text DEFAULT 'normal' NOT NULL,
	"owner_id" uuid NOT NULL,
	"owner_since" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"contract_end" date,
	"paid_through" date,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"import_id" uuid,
	CONSTRAINT "client_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "client_number" UNIQUE("firm_id","number")
);
--> statement-breakpoint
ALTER TABLE "client" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "client_data_key" (
	"firm_id" uuid,
	"client_id" uuid,
	"wrapped" bytea NOT NULL,
	CONSTRAINT "client_data_key_pkey" PRIMARY KEY("firm_id","client_id")
);
--> statement-breakpoint
ALTER TABLE "client_data_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "client_record" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"client_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"ordinary" jsonb NOT NULL,
	"sensitive" bytea,
	"lookup" bytea[],
	"version" integer DEFAULT 1 NOT NULL,
	"changed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"changed_by" uuid,
	"ended" boolean DEFAULT false NOT NULL,
	"import_id" uuid,
	CONSTRAINT "client_record_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "client_record" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "client_record_version" (
	"firm_id" uuid,
	"record_id" uuid,
	"version" integer,
	"client_id" uuid NOT NULL,
	"ordinary" jsonb NOT NULL,
	"sensitive" bytea,
	"changed_at" timestamp(6) with time zone NOT NULL,
	"changed_by" uuid,
	"replaced_at" timestamp(6) with time zone NOT NULL,
	"reason" text,
	CONSTRAINT "client_record_version_pkey" PRIMARY KEY("firm_id","record_id","version")
);
--> statement-breakpoint
ALTER TABLE "client_record_version" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "client_search" (
	"firm_id" uuid,
	"client_id" uuid,
	"number" text NOT NULL,
	"terms" tsvector NOT NULL,
	"haystack" text NOT NULL,
	CONSTRAINT "client_search_pkey" PRIMARY KEY("firm_id","client_id")
);
--> statement-breakpoint
ALTER TABLE "client_search" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "register_import" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"file_name" text NOT NULL,
	"file_hash" text NOT NULL,
	"file_key" text NOT NULL,
	"data_key" bytea,
	"reading" jsonb NOT NULL,
	"state" text NOT NULL,
	"counts" jsonb DEFAULT '{}' NOT NULL,
	"confirmed" text,
	"totals" bytea,
	"deeds" jsonb,
	"failure" jsonb,
	"created_by" uuid NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp(6) with time zone,
	CONSTRAINT "register_import_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "register_import" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "document" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"client_id" uuid,
	"handover_id" uuid,
	"name" bytea NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"address" text NOT NULL,
	"own_key" bytea,
	"added_by" uuid NOT NULL,
	"added_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "document_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "belongs_to_something" CHECK (client_id is not null or (handover_id is not null and own_key is not null))
);
--> statement-breakpoint
ALTER TABLE "document" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "batch" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"handover_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" text DEFAULT 'preparing' NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"inventory_version" integer DEFAULT 0 NOT NULL,
	"inventory_made_at" timestamp(6) with time zone,
	"signed_at" timestamp(6) with time zone,
	"sealed_at" timestamp(6) with time zone,
	CONSTRAINT "batch_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "batch_number" UNIQUE("firm_id","handover_id","number")
);
--> statement-breakpoint
ALTER TABLE "batch" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "batch_client" (
	"firm_id" uuid,
	"batch_id" uuid,
	"handover_id" uuid NOT NULL,
	"client_id" uuid,
	"open" boolean DEFAULT true NOT NULL,
	CONSTRAINT "batch_client_pkey" PRIMARY KEY("firm_id","batch_id","client_id")
);
--> statement-breakpoint
ALTER TABLE "batch_client" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "handover" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"number" text NOT NULL,
	"kind" text NOT NULL,
	"manner" text DEFAULT 'regular' NOT NULL,
	"manner_reason" text,
	"state" text DEFAULT 'planned' NOT NULL,
	"reason" text,
	"playbook_version_id" uuid NOT NULL,
	"starts_on" date NOT NULL,
	"cut_off" date NOT NULL,
	"meanwhile_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp(6) with time zone,
	CONSTRAINT "handover_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "handover_number" UNIQUE("firm_id","number")
);
--> statement-breakpoint
ALTER TABLE "handover" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "handover_party" (
	"firm_id" uuid,
	"handover_id" uuid,
	"side" text,
	"person_id" uuid NOT NULL,
	"title" text NOT NULL,
	"basis" text,
	"answer" text DEFAULT 'waiting' NOT NULL,
	"answered_at" timestamp(6) with time zone,
	"declined_for" text,
	CONSTRAINT "handover_party_pkey" PRIMARY KEY("firm_id","handover_id","side"),
	CONSTRAINT "handover_party_one_side" UNIQUE("firm_id","handover_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "handover_party" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "handover_plan_version" (
	"firm_id" uuid,
	"handover_id" uuid,
	"version" integer,
	"stages" jsonb NOT NULL,
	"reason" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"approved_by" uuid NOT NULL,
	"replaced_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "handover_plan_version_pkey" PRIMARY KEY("firm_id","handover_id","version")
);
--> statement-breakpoint
ALTER TABLE "handover_plan_version" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "handover_stage" (
	"firm_id" uuid,
	"handover_id" uuid,
	"stage" text,
	"position" integer NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"accountable_side" text NOT NULL,
	CONSTRAINT "handover_stage_pkey" PRIMARY KEY("firm_id","handover_id","stage")
);
--> statement-breakpoint
ALTER TABLE "handover_stage" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "item" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"method" text NOT NULL,
	"title" text NOT NULL,
	"record_id" uuid,
	"record_version" integer,
	"secret_id" uuid,
	"serves" text,
	"statutory" text,
	"secrecy" text NOT NULL,
	"evidence" text[] NOT NULL,
	"line" jsonb DEFAULT '{}' NOT NULL,
	"critical" boolean DEFAULT false NOT NULL,
	"mandatory" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"proof" jsonb,
	"proved_by" uuid,
	"proved_at" timestamp(6) with time zone,
	"dropped_for" text,
	"position" integer NOT NULL,
	"after_cut_off" boolean DEFAULT false NOT NULL,
	CONSTRAINT "item_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "item" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "issue" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"field" text,
	"check_id" uuid,
	"state" text DEFAULT 'open' NOT NULL,
	"owner_id" uuid NOT NULL,
	"due_on" date NOT NULL,
	"note" jsonb,
	"cause" bytea,
	"created_by" uuid NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp(6) with time zone,
	CONSTRAINT "issue_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "issue_number" UNIQUE("firm_id","number")
);
--> statement-breakpoint
ALTER TABLE "issue" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "issue_step" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"issue_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"step" text NOT NULL,
	"said" bytea,
	"by_id" uuid NOT NULL,
	"at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "issue_step_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "issue_step" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journal_checkpoint" (
	"firm_id" uuid,
	"size" bigint,
	"root" bytea NOT NULL,
	"note" text NOT NULL,
	"at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "journal_checkpoint_pkey" PRIMARY KEY("firm_id","size")
);
--> statement-breakpoint
ALTER TABLE "journal_checkpoint" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journal_entry" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"at" timestamp(6) with time zone NOT NULL,
	"actor_id" uuid,
	"by" text NOT NULL,
	"verb" text NOT NULL,
	"client_id" uuid,
	"handover_id" uuid,
	"subject_id" text,
	"commitment" bytea NOT NULL,
	CONSTRAINT "journal_entry_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "journal_entry" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journal_fact" (
	"firm_id" uuid,
	"entry_id" uuid,
	"salt" bytea NOT NULL,
	"facts" jsonb NOT NULL,
	CONSTRAINT "journal_fact_pkey" PRIMARY KEY("firm_id","entry_id")
);
--> statement-breakpoint
ALTER TABLE "journal_fact" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journal_key" (
	"firm_id" uuid PRIMARY KEY,
	"verifier_key" text NOT NULL,
	"sealed_key" bytea NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "journal_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journal_leaf" (
	"firm_id" uuid,
	"index" bigint,
	"entry_id" uuid NOT NULL,
	CONSTRAINT "journal_leaf_pkey" PRIMARY KEY("firm_id","index")
);
--> statement-breakpoint
ALTER TABLE "journal_leaf" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journal_node" (
	"firm_id" uuid,
	"level" integer,
	"index" bigint,
	"hash" bytea NOT NULL,
	CONSTRAINT "journal_node_pkey" PRIMARY KEY("firm_id","level","index")
);
--> statement-breakpoint
ALTER TABLE "journal_node" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journal_unsequenced" (
	"firm_id" uuid,
	"entry_id" uuid,
	CONSTRAINT "journal_unsequenced_pkey" PRIMARY KEY("firm_id","entry_id")
);
--> statement-breakpoint
ALTER TABLE "journal_unsequenced" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "firm" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"name" text NOT NULL,
	"counters" jsonb DEFAULT '{}' NOT NULL,
	"recovery_recipient" text,
	"certificate" text,
	"certificate_key" bytea,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "firm" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "person" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"email" text NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"suspended_at" timestamp(6) with time zone,
	"suspended_for" text,
	"left_at" timestamp(6) with time zone,
	CONSTRAINT "person_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "person_email" UNIQUE("firm_id","email"),
	CONSTRAINT "person_user" UNIQUE("firm_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "person" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "person_key" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"person_id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"signing_key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"introduction" jsonb NOT NULL,
	"sealed_keyring" text NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp(6) with time zone,
	CONSTRAINT "person_key_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "person_key_fingerprint" UNIQUE("firm_id","fingerprint")
);
--> statement-breakpoint
ALTER TABLE "person_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "position_held" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"person_id" uuid NOT NULL,
	"position" text NOT NULL,
	"started_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp(6) with time zone,
	CONSTRAINT "position_held_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "position_held" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "role_held" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"started_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp(6) with time zone,
	CONSTRAINT "role_held_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "role_held" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "team" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"name" text NOT NULL,
	"leader_id" uuid NOT NULL,
	CONSTRAINT "team_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "team_name" UNIQUE("firm_id","name")
);
--> statement-breakpoint
ALTER TABLE "team" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "team_member" (
	"firm_id" uuid,
	"team_id" uuid,
	"person_id" uuid,
	CONSTRAINT "team_member_pkey" PRIMARY KEY("firm_id","team_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "team_member" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "playbook" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"name" text NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "playbook_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "playbook" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "playbook_version" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"playbook_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"content" jsonb NOT NULL,
	"published_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"published_by" uuid,
	CONSTRAINT "playbook_version_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "playbook_version" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "check_result" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"field" text NOT NULL,
	"record_version" integer NOT NULL,
	"held" bytea,
	"held_source" text NOT NULL,
	"document_id" uuid,
	"comparison_id" uuid,
	"verdict" text NOT NULL,
	"checked_by" uuid NOT NULL,
	"checked_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"replaced_at" timestamp(6) with time zone,
	CONSTRAINT "check_result_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "check_result" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "comparison" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"file_hash" text NOT NULL,
	"columns" jsonb NOT NULL,
	"counts" jsonb NOT NULL,
	"compared_by" uuid NOT NULL,
	"compared_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "comparison_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "comparison" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "correction" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"record_id" uuid NOT NULL,
	"field" text NOT NULL,
	"issue_id" uuid NOT NULL,
	"record_version" integer NOT NULL,
	"change" bytea NOT NULL,
	"document_id" uuid,
	"state" text DEFAULT 'proposed' NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp(6) with time zone,
	"returned_for" bytea,
	CONSTRAINT "correction_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "correction_two_persons" CHECK (proposed_by <> decided_by),
	CONSTRAINT "correction_decided" CHECK ((state = 'proposed') = (decided_by is null))
);
--> statement-breakpoint
ALTER TABLE "correction" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "letter" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"kind" text NOT NULL,
	"handover_id" uuid,
	"person_id" uuid NOT NULL,
	"side" text,
	"access_until" date,
	"text" jsonb NOT NULL,
	"text_hash" text NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"signature_id" uuid,
	"declined_at" timestamp(6) with time zone,
	"declined_for" text,
	"withdrawn_at" timestamp(6) with time zone,
	CONSTRAINT "letter_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "letter" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "signature" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"person_id" uuid NOT NULL,
	"person_key_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"subject_id" text NOT NULL,
	"side" text,
	"statement" text NOT NULL,
	"signature" text NOT NULL,
	"manner" text DEFAULT 'electronic' NOT NULL,
	"document_id" uuid,
	"signed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"voided_at" timestamp(6) with time zone,
	"voided_for" text,
	CONSTRAINT "signature_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "signature" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "task" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"kind" text NOT NULL,
	"assignee_id" uuid NOT NULL,
	"client_id" uuid,
	"handover_id" uuid,
	"subject_id" text NOT NULL,
	"facts" jsonb DEFAULT '{}' NOT NULL,
	"due_on" date,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp(6) with time zone,
	"done_by" uuid,
	"dropped_for" text,
	CONSTRAINT "task_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "task" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "access_grant" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"client_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"capabilities" text[] NOT NULL,
	"reason" text NOT NULL,
	"handover_id" uuid,
	"quota" integer,
	"starts_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"ends_at" timestamp(6) with time zone NOT NULL,
	"ended_at" timestamp(6) with time zone,
	"granted_by" uuid NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "access_grant_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "access_grant" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "client_lock" (
	"firm_id" uuid,
	"client_id" uuid,
	"version" integer,
	"recipient" text NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"present_at" timestamp(6) with time zone,
	"confirmed_at" timestamp(6) with time zone,
	"retired_at" timestamp(6) with time zone,
	"frozen_for" uuid,
	CONSTRAINT "client_lock_pkey" PRIMARY KEY("firm_id","client_id","version")
);
--> statement-breakpoint
ALTER TABLE "client_lock" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "key_wrap" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"client_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"person_id" uuid,
	"person_key_id" uuid,
	"wrapped" text NOT NULL,
	"wrapped_by" uuid NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp(6) with time zone,
	CONSTRAINT "key_wrap_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "key_wrap" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "second_person_request" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"deed" text NOT NULL,
	"facts" jsonb NOT NULL,
	"handover_id" uuid,
	"requester_id" uuid NOT NULL,
	"requested_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"approver_id" uuid,
	"approved_at" timestamp(6) with time zone,
	"approval" jsonb,
	"expires_at" timestamp(6) with time zone NOT NULL,
	"used_at" timestamp(6) with time zone,
	"completed_at" timestamp(6) with time zone,
	CONSTRAINT "second_person_request_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "two_persons" CHECK (requester_id <> approver_id),
	CONSTRAINT "approved_before_use" CHECK (used_at is null or approved_at is not null)
);
--> statement-breakpoint
ALTER TABLE "second_person_request" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "secret" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"client_id" uuid NOT NULL,
	"title" text NOT NULL,
	"record_id" uuid,
	"lock_version" integer NOT NULL,
	"ciphertext" text NOT NULL,
	"token_hash" bytea NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"sealed_by" uuid NOT NULL,
	"sealed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"change_by" date,
	"change_for" text,
	"ended_at" timestamp(6) with time zone,
	CONSTRAINT "secret_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "secret" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "secret_opening" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"secret_id" uuid NOT NULL,
	"secret_version" integer NOT NULL,
	"client_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"opened_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "secret_opening_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "secret_opening" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "secret_pending" (
	"firm_id" uuid,
	"secret_id" uuid,
	"client_id" uuid NOT NULL,
	"lock_version" integer NOT NULL,
	"secret_version" integer NOT NULL,
	"ciphertext" text NOT NULL,
	"token_hash" bytea NOT NULL,
	CONSTRAINT "secret_pending_pkey" PRIMARY KEY("firm_id","secret_id")
);
--> statement-breakpoint
ALTER TABLE "secret_pending" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "archive_package_batch" ON "archive_package" ("firm_id","batch_id");--> statement-breakpoint
CREATE UNIQUE INDEX "inventory_version" ON "inventory" ("firm_id","batch_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "inventory_present" ON "inventory" ("firm_id","batch_id") WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX "client_owner" ON "client" ("firm_id","owner_id","number");--> statement-breakpoint
CREATE INDEX "client_record_client" ON "client_record" ("firm_id","client_id","kind");--> statement-breakpoint
CREATE INDEX "client_record_lookup" ON "client_record" USING gin ("lookup");--> statement-breakpoint
CREATE INDEX "client_search_terms" ON "client_search" USING gin ("terms");--> statement-breakpoint
CREATE INDEX "client_search_number" ON "client_search" ("firm_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "register_import_running" ON "register_import" ("firm_id") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "document_client" ON "document" ("firm_id","client_id");--> statement-breakpoint
CREATE INDEX "document_handover" ON "document" ("firm_id","handover_id");--> statement-breakpoint
CREATE UNIQUE INDEX "batch_client_open_once" ON "batch_client" ("firm_id","client_id") WHERE open;--> statement-breakpoint
CREATE INDEX "batch_client_handover" ON "batch_client" ("firm_id","handover_id");--> statement-breakpoint
CREATE INDEX "handover_party_person" ON "handover_party" ("firm_id","person_id");--> statement-breakpoint
CREATE INDEX "item_batch" ON "item" ("firm_id","batch_id","client_id","position");--> statement-breakpoint
CREATE INDEX "item_progress" ON "item" ("firm_id","handover_id","batch_id","client_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "item_record_once" ON "item" ("firm_id","batch_id","record_id") WHERE record_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "item_secret_once" ON "item" ("firm_id","batch_id","secret_id") WHERE secret_id is not null;--> statement-breakpoint
CREATE INDEX "issue_batch" ON "issue" ("firm_id","batch_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "issue_open_once" ON "issue" ("firm_id","item_id",coalesce(field, '')) WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "issue_step_issue" ON "issue_step" ("firm_id","issue_id");--> statement-breakpoint
CREATE INDEX "journal_entry_at" ON "journal_entry" ("firm_id","at");--> statement-breakpoint
CREATE INDEX "journal_entry_client" ON "journal_entry" ("firm_id","client_id","at");--> statement-breakpoint
CREATE INDEX "journal_entry_handover" ON "journal_entry" ("firm_id","handover_id","at");--> statement-breakpoint
CREATE INDEX "journal_leaf_entry" ON "journal_leaf" ("firm_id","entry_id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_key_present" ON "person_key" ("firm_id","person_id") WHERE revoked_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "position_held_once" ON "position_held" ("firm_id","person_id","position") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "role_held_once" ON "role_held" ("firm_id","person_id","role") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "playbook_version_number" ON "playbook_version" ("firm_id","playbook_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "check_present" ON "check_result" ("firm_id","item_id","field") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "check_batch" ON "check_result" ("firm_id","batch_id","client_id");--> statement-breakpoint
CREATE UNIQUE INDEX "correction_open" ON "correction" ("firm_id","issue_id") WHERE state = 'proposed';--> statement-breakpoint
CREATE INDEX "correction_batch" ON "correction" ("firm_id","batch_id","client_id");--> statement-breakpoint
CREATE UNIQUE INDEX "letter_once" ON "letter" ("firm_id","kind","person_id",coalesce(handover_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "signature_subject" ON "signature" ("firm_id","subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "signature_side_once" ON "signature" ("firm_id","subject_id","side") WHERE side is not null and voided_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "task_open_once" ON "task" ("firm_id","kind","subject_id","assignee_id") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "task_assignee" ON "task" ("firm_id","assignee_id","due_on") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "task_handover" ON "task" ("firm_id","handover_id");--> statement-breakpoint
CREATE INDEX "access_grant_present" ON "access_grant" ("firm_id","person_id","client_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "access_grant_client" ON "access_grant" ("firm_id","client_id");--> statement-breakpoint
CREATE INDEX "access_grant_handover" ON "access_grant" ("firm_id","handover_id");--> statement-breakpoint
CREATE UNIQUE INDEX "client_lock_present" ON "client_lock" ("firm_id","client_id") WHERE present_at is not null and retired_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "key_wrap_holder" ON "key_wrap" ("firm_id","client_id","version",coalesce(person_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "secret_client" ON "secret" ("firm_id","client_id");--> statement-breakpoint
CREATE INDEX "secret_opening_secret" ON "secret_opening" ("firm_id","secret_id","person_id");--> statement-breakpoint
ALTER TABLE "archive_package" ADD CONSTRAINT "archive_package_firm_id_batch_id_batch_firm_id_id_fkey" FOREIGN KEY ("firm_id","batch_id") REFERENCES "batch"("firm_id","id");--> statement-breakpoint
ALTER TABLE "inventory" ADD CONSTRAINT "inventory_firm_id_batch_id_batch_firm_id_id_fkey" FOREIGN KEY ("firm_id","batch_id") REFERENCES "batch"("firm_id","id");--> statement-breakpoint
ALTER TABLE "client" ADD CONSTRAINT "client_firm_id_owner_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","owner_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "client_data_key" ADD CONSTRAINT "client_data_key_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "client_record" ADD CONSTRAINT "client_record_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "client_record_version" ADD CONSTRAINT "client_record_version_kC8iZYKIwJ68_fkey" FOREIGN KEY ("firm_id","record_id") REFERENCES "client_record"("firm_id","id");--> statement-breakpoint
ALTER TABLE "client_search" ADD CONSTRAINT "client_search_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_firm_id_handover_id_handover_firm_id_id_fkey" FOREIGN KEY ("firm_id","handover_id") REFERENCES "handover"("firm_id","id");--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_firm_id_handover_id_handover_firm_id_id_fkey" FOREIGN KEY ("firm_id","handover_id") REFERENCES "handover"("firm_id","id");--> statement-breakpoint
ALTER TABLE "batch_client" ADD CONSTRAINT "batch_client_firm_id_batch_id_batch_firm_id_id_fkey" FOREIGN KEY ("firm_id","batch_id") REFERENCES "batch"("firm_id","id");--> statement-breakpoint
ALTER TABLE "batch_client" ADD CONSTRAINT "batch_client_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "handover" ADD CONSTRAINT "handover_eZJc0OXm4TMF_fkey" FOREIGN KEY ("firm_id","playbook_version_id") REFERENCES "playbook_version"("firm_id","id");--> statement-breakpoint
ALTER TABLE "handover_party" ADD CONSTRAINT "handover_party_firm_id_handover_id_handover_firm_id_id_fkey" FOREIGN KEY ("firm_id","handover_id") REFERENCES "handover"("firm_id","id");--> statement-breakpoint
ALTER TABLE "handover_party" ADD CONSTRAINT "handover_party_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "handover_plan_version" ADD CONSTRAINT "handover_plan_version_AbxhmxgSsGFY_fkey" FOREIGN KEY ("firm_id","handover_id") REFERENCES "handover"("firm_id","id");--> statement-breakpoint
ALTER TABLE "handover_stage" ADD CONSTRAINT "handover_stage_firm_id_handover_id_handover_firm_id_id_fkey" FOREIGN KEY ("firm_id","handover_id") REFERENCES "handover"("firm_id","id");--> statement-breakpoint
ALTER TABLE "item" ADD CONSTRAINT "item_firm_id_batch_id_batch_firm_id_id_fkey" FOREIGN KEY ("firm_id","batch_id") REFERENCES "batch"("firm_id","id");--> statement-breakpoint
ALTER TABLE "item" ADD CONSTRAINT "item_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "item" ADD CONSTRAINT "item_firm_id_record_id_client_record_firm_id_id_fkey" FOREIGN KEY ("firm_id","record_id") REFERENCES "client_record"("firm_id","id");--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_firm_id_batch_id_batch_firm_id_id_fkey" FOREIGN KEY ("firm_id","batch_id") REFERENCES "batch"("firm_id","id");--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_firm_id_item_id_item_firm_id_id_fkey" FOREIGN KEY ("firm_id","item_id") REFERENCES "item"("firm_id","id");--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_firm_id_owner_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","owner_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "issue_step" ADD CONSTRAINT "issue_step_firm_id_issue_id_issue_firm_id_id_fkey" FOREIGN KEY ("firm_id","issue_id") REFERENCES "issue"("firm_id","id");--> statement-breakpoint
ALTER TABLE "issue_step" ADD CONSTRAINT "issue_step_firm_id_by_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","by_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "journal_fact" ADD CONSTRAINT "journal_fact_firm_id_entry_id_journal_entry_firm_id_id_fkey" FOREIGN KEY ("firm_id","entry_id") REFERENCES "journal_entry"("firm_id","id");--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_firm_id_firm_id_fkey" FOREIGN KEY ("firm_id") REFERENCES "firm"("id");--> statement-breakpoint
ALTER TABLE "person_key" ADD CONSTRAINT "person_key_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "position_held" ADD CONSTRAINT "position_held_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "role_held" ADD CONSTRAINT "role_held_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "team" ADD CONSTRAINT "team_firm_id_leader_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","leader_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_firm_id_team_id_team_firm_id_id_fkey" FOREIGN KEY ("firm_id","team_id") REFERENCES "team"("firm_id","id");--> statement-breakpoint
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "playbook" ADD CONSTRAINT "playbook_firm_id_firm_id_fkey" FOREIGN KEY ("firm_id") REFERENCES "firm"("id");--> statement-breakpoint
ALTER TABLE "playbook_version" ADD CONSTRAINT "playbook_version_firm_id_playbook_id_playbook_firm_id_id_fkey" FOREIGN KEY ("firm_id","playbook_id") REFERENCES "playbook"("firm_id","id");--> statement-breakpoint
ALTER TABLE "check_result" ADD CONSTRAINT "check_result_firm_id_item_id_item_firm_id_id_fkey" FOREIGN KEY ("firm_id","item_id") REFERENCES "item"("firm_id","id");--> statement-breakpoint
ALTER TABLE "check_result" ADD CONSTRAINT "check_result_firm_id_comparison_id_comparison_firm_id_id_fkey" FOREIGN KEY ("firm_id","comparison_id") REFERENCES "comparison"("firm_id","id");--> statement-breakpoint
ALTER TABLE "check_result" ADD CONSTRAINT "check_result_firm_id_checked_by_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","checked_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "comparison" ADD CONSTRAINT "comparison_firm_id_batch_id_batch_firm_id_id_fkey" FOREIGN KEY ("firm_id","batch_id") REFERENCES "batch"("firm_id","id");--> statement-breakpoint
ALTER TABLE "comparison" ADD CONSTRAINT "comparison_firm_id_compared_by_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","compared_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_firm_id_item_id_item_firm_id_id_fkey" FOREIGN KEY ("firm_id","item_id") REFERENCES "item"("firm_id","id");--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_firm_id_issue_id_issue_firm_id_id_fkey" FOREIGN KEY ("firm_id","issue_id") REFERENCES "issue"("firm_id","id");--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_firm_id_proposed_by_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","proposed_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "letter_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "signature" ADD CONSTRAINT "signature_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "signature" ADD CONSTRAINT "signature_firm_id_person_key_id_person_key_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_key_id") REFERENCES "person_key"("firm_id","id");--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_firm_id_assignee_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","assignee_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "client_lock" ADD CONSTRAINT "client_lock_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "key_wrap" ADD CONSTRAINT "key_wrap_La14Uad5RgDc_fkey" FOREIGN KEY ("firm_id","client_id","version") REFERENCES "client_lock"("firm_id","client_id","version");--> statement-breakpoint
ALTER TABLE "secret" ADD CONSTRAINT "secret_SXUmy9F2Ze8m_fkey" FOREIGN KEY ("firm_id","client_id","lock_version") REFERENCES "client_lock"("firm_id","client_id","version");--> statement-breakpoint
ALTER TABLE "secret_opening" ADD CONSTRAINT "secret_opening_firm_id_secret_id_secret_firm_id_id_fkey" FOREIGN KEY ("firm_id","secret_id") REFERENCES "secret"("firm_id","id");--> statement-breakpoint
ALTER TABLE "secret_pending" ADD CONSTRAINT "secret_pending_firm_id_secret_id_secret_firm_id_id_fkey" FOREIGN KEY ("firm_id","secret_id") REFERENCES "secret"("firm_id","id");--> statement-breakpoint
CREATE POLICY "archive_package_read" ON "archive_package" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("archive_package"."firm_id" = (select access.firm()) and (access.in_handover("archive_package"."handover_id")));--> statement-breakpoint
CREATE POLICY "archive_package_insert" ON "archive_package" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("archive_package"."firm_id" = (select access.firm()) and (access.in_handover("archive_package"."handover_id")));--> statement-breakpoint
CREATE POLICY "archive_package_update" ON "archive_package" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("archive_package"."firm_id" = (select access.firm()) and (access.in_handover("archive_package"."handover_id"))) WITH CHECK ("archive_package"."firm_id" = (select access.firm()) and (access.in_handover("archive_package"."handover_id")));--> statement-breakpoint
CREATE POLICY "archive_package_delete" ON "archive_package" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("archive_package"."firm_id" = (select access.firm()) and (access.in_handover("archive_package"."handover_id")));--> statement-breakpoint
CREATE POLICY "archive_package_job" ON "archive_package" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("archive_package"."firm_id" = (select access.firm())) WITH CHECK ("archive_package"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "inventory_read" ON "inventory" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("inventory"."firm_id" = (select access.firm()) and (access.in_handover("inventory"."handover_id")));--> statement-breakpoint
CREATE POLICY "inventory_insert" ON "inventory" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("inventory"."firm_id" = (select access.firm()) and (access.in_handover("inventory"."handover_id")));--> statement-breakpoint
CREATE POLICY "inventory_update" ON "inventory" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("inventory"."firm_id" = (select access.firm()) and (access.in_handover("inventory"."handover_id"))) WITH CHECK ("inventory"."firm_id" = (select access.firm()) and (access.in_handover("inventory"."handover_id")));--> statement-breakpoint
CREATE POLICY "inventory_delete" ON "inventory" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("inventory"."firm_id" = (select access.firm()) and (access.in_handover("inventory"."handover_id")));--> statement-breakpoint
CREATE POLICY "inventory_job" ON "inventory" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("inventory"."firm_id" = (select access.firm())) WITH CHECK ("inventory"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "client_read" ON "client" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("client"."firm_id" = (select access.firm()) and (owner_id = (select access.person()) or id in (select access.granted()) or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "client_insert" ON "client" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("client"."firm_id" = (select access.firm()) and (owner_id = (select access.person()) or id in (select access.granted()) or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "client_update" ON "client" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("client"."firm_id" = (select access.firm()) and (owner_id = (select access.person()) or id in (select access.granted()) or (select access.has_role('manager', 'administrator')))) WITH CHECK ("client"."firm_id" = (select access.firm()) and (owner_id = (select access.person()) or id in (select access.granted()) or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "client_delete" ON "client" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("client"."firm_id" = (select access.firm()) and (owner_id = (select access.person()) or id in (select access.granted()) or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "client_job" ON "client" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("client"."firm_id" = (select access.firm())) WITH CHECK ("client"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "client_answer" ON "client" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "client_data_key_read" ON "client_data_key" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("client_data_key"."firm_id" = (select access.firm()) and (access.sees("client_data_key"."client_id")));--> statement-breakpoint
CREATE POLICY "client_data_key_insert" ON "client_data_key" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("client_data_key"."firm_id" = (select access.firm()) and (access.sees("client_data_key"."client_id")));--> statement-breakpoint
CREATE POLICY "client_data_key_update" ON "client_data_key" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("client_data_key"."firm_id" = (select access.firm()) and (access.sees("client_data_key"."client_id"))) WITH CHECK ("client_data_key"."firm_id" = (select access.firm()) and (access.sees("client_data_key"."client_id")));--> statement-breakpoint
CREATE POLICY "client_data_key_delete" ON "client_data_key" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("client_data_key"."firm_id" = (select access.firm()) and (access.sees("client_data_key"."client_id")));--> statement-breakpoint
CREATE POLICY "client_data_key_job" ON "client_data_key" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("client_data_key"."firm_id" = (select access.firm())) WITH CHECK ("client_data_key"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "client_record_read" ON "client_record" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("client_record"."firm_id" = (select access.firm()) and (access.sees("client_record"."client_id")));--> statement-breakpoint
CREATE POLICY "client_record_insert" ON "client_record" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("client_record"."firm_id" = (select access.firm()) and (access.sees("client_record"."client_id")));--> statement-breakpoint
CREATE POLICY "client_record_update" ON "client_record" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("client_record"."firm_id" = (select access.firm()) and (access.sees("client_record"."client_id"))) WITH CHECK ("client_record"."firm_id" = (select access.firm()) and (access.sees("client_record"."client_id")));--> statement-breakpoint
CREATE POLICY "client_record_delete" ON "client_record" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("client_record"."firm_id" = (select access.firm()) and (access.sees("client_record"."client_id")));--> statement-breakpoint
CREATE POLICY "client_record_job" ON "client_record" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("client_record"."firm_id" = (select access.firm())) WITH CHECK ("client_record"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "client_record_answer" ON "client_record" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "client_record_version_read" ON "client_record_version" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("client_record_version"."firm_id" = (select access.firm()) and (access.sees("client_record_version"."client_id")));--> statement-breakpoint
CREATE POLICY "client_record_version_insert" ON "client_record_version" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("client_record_version"."firm_id" = (select access.firm()) and (access.sees("client_record_version"."client_id")));--> statement-breakpoint
CREATE POLICY "client_record_version_update" ON "client_record_version" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("client_record_version"."firm_id" = (select access.firm()) and (access.sees("client_record_version"."client_id"))) WITH CHECK ("client_record_version"."firm_id" = (select access.firm()) and (access.sees("client_record_version"."client_id")));--> statement-breakpoint
CREATE POLICY "client_record_version_delete" ON "client_record_version" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("client_record_version"."firm_id" = (select access.firm()) and (access.sees("client_record_version"."client_id")));--> statement-breakpoint
CREATE POLICY "client_record_version_job" ON "client_record_version" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("client_record_version"."firm_id" = (select access.firm())) WITH CHECK ("client_record_version"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "client_search_read" ON "client_search" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("client_search"."firm_id" = (select access.firm()) and (exists (select from client c where c.firm_id = "client_search"."firm_id" and c.id = "client_search"."client_id")));--> statement-breakpoint
CREATE POLICY "client_search_insert" ON "client_search" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("client_search"."firm_id" = (select access.firm()) and (exists (select from client c where c.firm_id = "client_search"."firm_id" and c.id = "client_search"."client_id")));--> statement-breakpoint
CREATE POLICY "client_search_update" ON "client_search" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("client_search"."firm_id" = (select access.firm()) and (exists (select from client c where c.firm_id = "client_search"."firm_id" and c.id = "client_search"."client_id"))) WITH CHECK ("client_search"."firm_id" = (select access.firm()) and (exists (select from client c where c.firm_id = "client_search"."firm_id" and c.id = "client_search"."client_id")));--> statement-breakpoint
CREATE POLICY "client_search_delete" ON "client_search" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("client_search"."firm_id" = (select access.firm()) and (exists (select from client c where c.firm_id = "client_search"."firm_id" and c.id = "client_search"."client_id")));--> statement-breakpoint
CREATE POLICY "client_search_job" ON "client_search" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("client_search"."firm_id" = (select access.firm())) WITH CHECK ("client_search"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "client_search_answer" ON "client_search" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "register_import_read" ON "register_import" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("register_import"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "register_import_insert" ON "register_import" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("register_import"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "register_import_update" ON "register_import" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("register_import"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator')))) WITH CHECK ("register_import"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "register_import_delete" ON "register_import" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("register_import"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "register_import_job" ON "register_import" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("register_import"."firm_id" = (select access.firm())) WITH CHECK ("register_import"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "document_read" ON "document" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("document"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "document_insert" ON "document" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("document"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "document_update" ON "document" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("document"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end)) WITH CHECK ("document"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "document_delete" ON "document" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("document"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "document_job" ON "document" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("document"."firm_id" = (select access.firm())) WITH CHECK ("document"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "batch_read" ON "batch" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("batch"."firm_id" = (select access.firm()) and (((select access.has_role('manager', 'auditor', 'administrator')) or "batch"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "batch_insert" ON "batch" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("batch"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "batch"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "batch_update" ON "batch" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("batch"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "batch"."handover_id" in (select access.my_handovers())))) WITH CHECK ("batch"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "batch"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "batch_delete" ON "batch" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("batch"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "batch"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "batch_job" ON "batch" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("batch"."firm_id" = (select access.firm())) WITH CHECK ("batch"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "batch_client_read" ON "batch_client" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("batch_client"."firm_id" = (select access.firm()) and (((select access.has_role('manager', 'auditor', 'administrator')) or "batch_client"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "batch_client_insert" ON "batch_client" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("batch_client"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "batch_client"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "batch_client_update" ON "batch_client" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("batch_client"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "batch_client"."handover_id" in (select access.my_handovers())))) WITH CHECK ("batch_client"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "batch_client"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "batch_client_delete" ON "batch_client" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("batch_client"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "batch_client"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "batch_client_job" ON "batch_client" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("batch_client"."firm_id" = (select access.firm())) WITH CHECK ("batch_client"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "handover_read" ON "handover" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("handover"."firm_id" = (select access.firm()) and (((select access.has_role('manager', 'auditor', 'administrator')) or "handover"."id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_insert" ON "handover" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("handover"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover"."id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_update" ON "handover" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("handover"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover"."id" in (select access.my_handovers())))) WITH CHECK ("handover"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover"."id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_delete" ON "handover" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("handover"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover"."id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_job" ON "handover" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("handover"."firm_id" = (select access.firm())) WITH CHECK ("handover"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "handover_party_read" ON "handover_party" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("handover_party"."firm_id" = (select access.firm()) and (((select access.has_role('manager', 'auditor', 'administrator')) or "handover_party"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_party_insert" ON "handover_party" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("handover_party"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_party"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_party_update" ON "handover_party" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("handover_party"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_party"."handover_id" in (select access.my_handovers())))) WITH CHECK ("handover_party"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_party"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_party_delete" ON "handover_party" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("handover_party"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_party"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_party_job" ON "handover_party" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("handover_party"."firm_id" = (select access.firm())) WITH CHECK ("handover_party"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "handover_party_answer" ON "handover_party" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "handover_plan_version_read" ON "handover_plan_version" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("handover_plan_version"."firm_id" = (select access.firm()) and (((select access.has_role('manager', 'auditor', 'administrator')) or "handover_plan_version"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_plan_version_insert" ON "handover_plan_version" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("handover_plan_version"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_plan_version"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_plan_version_update" ON "handover_plan_version" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("handover_plan_version"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_plan_version"."handover_id" in (select access.my_handovers())))) WITH CHECK ("handover_plan_version"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_plan_version"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_plan_version_delete" ON "handover_plan_version" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("handover_plan_version"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_plan_version"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_plan_version_job" ON "handover_plan_version" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("handover_plan_version"."firm_id" = (select access.firm())) WITH CHECK ("handover_plan_version"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "handover_stage_read" ON "handover_stage" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("handover_stage"."firm_id" = (select access.firm()) and (((select access.has_role('manager', 'auditor', 'administrator')) or "handover_stage"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_stage_insert" ON "handover_stage" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("handover_stage"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_stage"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_stage_update" ON "handover_stage" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("handover_stage"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_stage"."handover_id" in (select access.my_handovers())))) WITH CHECK ("handover_stage"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_stage"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_stage_delete" ON "handover_stage" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("handover_stage"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "handover_stage"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "handover_stage_job" ON "handover_stage" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("handover_stage"."firm_id" = (select access.firm())) WITH CHECK ("handover_stage"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "item_read" ON "item" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("item"."firm_id" = (select access.firm()) and (("item"."client_id" in (select access.granted()) or "item"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person()))) or (select access.has_role('auditor'))));--> statement-breakpoint
CREATE POLICY "item_insert" ON "item" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("item"."firm_id" = (select access.firm()) and (("item"."client_id" in (select access.granted()) or "item"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "item_update" ON "item" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("item"."firm_id" = (select access.firm()) and (("item"."client_id" in (select access.granted()) or "item"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person()))))) WITH CHECK ("item"."firm_id" = (select access.firm()) and (("item"."client_id" in (select access.granted()) or "item"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "item_delete" ON "item" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("item"."firm_id" = (select access.firm()) and (("item"."client_id" in (select access.granted()) or "item"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "item_job" ON "item" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("item"."firm_id" = (select access.firm())) WITH CHECK ("item"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "item_answer" ON "item" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "issue_read" ON "issue" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("issue"."firm_id" = (select access.firm()) and (access.sees("issue"."client_id")));--> statement-breakpoint
CREATE POLICY "issue_insert" ON "issue" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("issue"."firm_id" = (select access.firm()) and (access.sees("issue"."client_id")));--> statement-breakpoint
CREATE POLICY "issue_update" ON "issue" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("issue"."firm_id" = (select access.firm()) and (access.sees("issue"."client_id"))) WITH CHECK ("issue"."firm_id" = (select access.firm()) and (access.sees("issue"."client_id")));--> statement-breakpoint
CREATE POLICY "issue_delete" ON "issue" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("issue"."firm_id" = (select access.firm()) and (access.sees("issue"."client_id")));--> statement-breakpoint
CREATE POLICY "issue_job" ON "issue" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("issue"."firm_id" = (select access.firm())) WITH CHECK ("issue"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "issue_step_read" ON "issue_step" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("issue_step"."firm_id" = (select access.firm()) and (access.sees("issue_step"."client_id")));--> statement-breakpoint
CREATE POLICY "issue_step_insert" ON "issue_step" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("issue_step"."firm_id" = (select access.firm()) and (access.sees("issue_step"."client_id")));--> statement-breakpoint
CREATE POLICY "issue_step_update" ON "issue_step" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("issue_step"."firm_id" = (select access.firm()) and (access.sees("issue_step"."client_id"))) WITH CHECK ("issue_step"."firm_id" = (select access.firm()) and (access.sees("issue_step"."client_id")));--> statement-breakpoint
CREATE POLICY "issue_step_delete" ON "issue_step" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("issue_step"."firm_id" = (select access.firm()) and (access.sees("issue_step"."client_id")));--> statement-breakpoint
CREATE POLICY "issue_step_job" ON "issue_step" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("issue_step"."firm_id" = (select access.firm())) WITH CHECK ("issue_step"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_checkpoint_read" ON "journal_checkpoint" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("journal_checkpoint"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_checkpoint_insert" ON "journal_checkpoint" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("journal_checkpoint"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_checkpoint_update" ON "journal_checkpoint" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("journal_checkpoint"."firm_id" = (select access.firm())) WITH CHECK ("journal_checkpoint"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_checkpoint_delete" ON "journal_checkpoint" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("journal_checkpoint"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_checkpoint_job" ON "journal_checkpoint" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("journal_checkpoint"."firm_id" = (select access.firm())) WITH CHECK ("journal_checkpoint"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_entry_read" ON "journal_entry" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("journal_entry"."firm_id" = (select access.firm()) and ((select access.has_role('auditor', 'manager', 'administrator')) or actor_id = (select access.person()) or (client_id is not null and access.sees("journal_entry"."client_id"))));--> statement-breakpoint
CREATE POLICY "journal_entry_insert" ON "journal_entry" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("journal_entry"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "journal_entry_update" ON "journal_entry" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("journal_entry"."firm_id" = (select access.firm()) and (true)) WITH CHECK ("journal_entry"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "journal_entry_delete" ON "journal_entry" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("journal_entry"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "journal_entry_job" ON "journal_entry" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("journal_entry"."firm_id" = (select access.firm())) WITH CHECK ("journal_entry"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_fact_read" ON "journal_fact" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("journal_fact"."firm_id" = (select access.firm()) and (exists (select from journal_entry e where e.firm_id = "journal_fact"."firm_id" and e.id = "journal_fact"."entry_id")));--> statement-breakpoint
CREATE POLICY "journal_fact_insert" ON "journal_fact" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("journal_fact"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "journal_fact_update" ON "journal_fact" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("journal_fact"."firm_id" = (select access.firm()) and (true)) WITH CHECK ("journal_fact"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "journal_fact_delete" ON "journal_fact" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("journal_fact"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "journal_fact_job" ON "journal_fact" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("journal_fact"."firm_id" = (select access.firm())) WITH CHECK ("journal_fact"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_key_read" ON "journal_key" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("journal_key"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_key_insert" ON "journal_key" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("journal_key"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "journal_key_update" ON "journal_key" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("journal_key"."firm_id" = (select access.firm()) and (false)) WITH CHECK ("journal_key"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "journal_key_delete" ON "journal_key" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("journal_key"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "journal_key_job" ON "journal_key" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("journal_key"."firm_id" = (select access.firm())) WITH CHECK ("journal_key"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_leaf_read" ON "journal_leaf" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("journal_leaf"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_leaf_insert" ON "journal_leaf" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("journal_leaf"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_leaf_update" ON "journal_leaf" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("journal_leaf"."firm_id" = (select access.firm())) WITH CHECK ("journal_leaf"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_leaf_delete" ON "journal_leaf" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("journal_leaf"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_leaf_job" ON "journal_leaf" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("journal_leaf"."firm_id" = (select access.firm())) WITH CHECK ("journal_leaf"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_node_read" ON "journal_node" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("journal_node"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_node_insert" ON "journal_node" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("journal_node"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_node_update" ON "journal_node" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("journal_node"."firm_id" = (select access.firm())) WITH CHECK ("journal_node"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_node_delete" ON "journal_node" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("journal_node"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_node_job" ON "journal_node" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("journal_node"."firm_id" = (select access.firm())) WITH CHECK ("journal_node"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_unsequenced_read" ON "journal_unsequenced" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("journal_unsequenced"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "journal_unsequenced_insert" ON "journal_unsequenced" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("journal_unsequenced"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "journal_unsequenced_update" ON "journal_unsequenced" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("journal_unsequenced"."firm_id" = (select access.firm()) and (true)) WITH CHECK ("journal_unsequenced"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "journal_unsequenced_delete" ON "journal_unsequenced" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("journal_unsequenced"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "journal_unsequenced_job" ON "journal_unsequenced" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("journal_unsequenced"."firm_id" = (select access.firm())) WITH CHECK ("journal_unsequenced"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "firm_read" ON "firm" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("firm"."id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "firm_insert" ON "firm" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("firm"."id" = (select access.firm()) and ((select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "firm_update" ON "firm" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("firm"."id" = (select access.firm()) and ((select access.has_role('administrator')))) WITH CHECK ("firm"."id" = (select access.firm()) and ((select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "firm_delete" ON "firm" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("firm"."id" = (select access.firm()) and ((select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "firm_job" ON "firm" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("firm"."id" = (select access.firm())) WITH CHECK ("firm"."id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "person_read" ON "person" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("person"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "person_insert" ON "person" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("person"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "person_update" ON "person" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("person"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager')))) WITH CHECK ("person"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "person_delete" ON "person" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("person"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "person_job" ON "person" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("person"."firm_id" = (select access.firm())) WITH CHECK ("person"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "person_answer" ON "person" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "person_key_read" ON "person_key" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("person_key"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "person_key_insert" ON "person_key" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("person_key"."firm_id" = (select access.firm()) and (person_id = (select access.person())));--> statement-breakpoint
CREATE POLICY "person_key_update" ON "person_key" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("person_key"."firm_id" = (select access.firm()) and (person_id = (select access.person()))) WITH CHECK ("person_key"."firm_id" = (select access.firm()) and (person_id = (select access.person())));--> statement-breakpoint
CREATE POLICY "person_key_delete" ON "person_key" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("person_key"."firm_id" = (select access.firm()) and (person_id = (select access.person())));--> statement-breakpoint
CREATE POLICY "person_key_job" ON "person_key" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("person_key"."firm_id" = (select access.firm())) WITH CHECK ("person_key"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "position_held_read" ON "position_held" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("position_held"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "position_held_insert" ON "position_held" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("position_held"."firm_id" = (select access.firm()) and ((select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "position_held_update" ON "position_held" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("position_held"."firm_id" = (select access.firm()) and ((select access.has_role('administrator')))) WITH CHECK ("position_held"."firm_id" = (select access.firm()) and ((select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "position_held_delete" ON "position_held" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("position_held"."firm_id" = (select access.firm()) and ((select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "position_held_job" ON "position_held" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("position_held"."firm_id" = (select access.firm())) WITH CHECK ("position_held"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "position_held_answer" ON "position_held" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "role_held_read" ON "role_held" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("role_held"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "role_held_insert" ON "role_held" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("role_held"."firm_id" = (select access.firm()) and ((select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "role_held_update" ON "role_held" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("role_held"."firm_id" = (select access.firm()) and ((select access.has_role('administrator')))) WITH CHECK ("role_held"."firm_id" = (select access.firm()) and ((select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "role_held_delete" ON "role_held" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("role_held"."firm_id" = (select access.firm()) and ((select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "role_held_job" ON "role_held" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("role_held"."firm_id" = (select access.firm())) WITH CHECK ("role_held"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "role_held_answer" ON "role_held" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "team_read" ON "team" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("team"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "team_insert" ON "team" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("team"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "team_update" ON "team" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("team"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager')))) WITH CHECK ("team"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "team_delete" ON "team" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("team"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "team_job" ON "team" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("team"."firm_id" = (select access.firm())) WITH CHECK ("team"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "team_member_read" ON "team_member" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("team_member"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "team_member_insert" ON "team_member" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("team_member"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "team_member_update" ON "team_member" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("team_member"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager')))) WITH CHECK ("team_member"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "team_member_delete" ON "team_member" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("team_member"."firm_id" = (select access.firm()) and ((select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "team_member_job" ON "team_member" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("team_member"."firm_id" = (select access.firm())) WITH CHECK ("team_member"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "playbook_read" ON "playbook" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("playbook"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "playbook_insert" ON "playbook" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("playbook"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "playbook_update" ON "playbook" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("playbook"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator')))) WITH CHECK ("playbook"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "playbook_delete" ON "playbook" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("playbook"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "playbook_job" ON "playbook" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("playbook"."firm_id" = (select access.firm())) WITH CHECK ("playbook"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "playbook_version_read" ON "playbook_version" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("playbook_version"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "playbook_version_insert" ON "playbook_version" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("playbook_version"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "playbook_version_update" ON "playbook_version" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("playbook_version"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator')))) WITH CHECK ("playbook_version"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "playbook_version_delete" ON "playbook_version" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("playbook_version"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "playbook_version_job" ON "playbook_version" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("playbook_version"."firm_id" = (select access.firm())) WITH CHECK ("playbook_version"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "check_result_read" ON "check_result" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("check_result"."firm_id" = (select access.firm()) and (("check_result"."client_id" in (select access.granted()) or "check_result"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "check_result_insert" ON "check_result" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("check_result"."firm_id" = (select access.firm()) and (("check_result"."client_id" in (select access.granted()) or "check_result"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "check_result_update" ON "check_result" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("check_result"."firm_id" = (select access.firm()) and (("check_result"."client_id" in (select access.granted()) or "check_result"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person()))))) WITH CHECK ("check_result"."firm_id" = (select access.firm()) and (("check_result"."client_id" in (select access.granted()) or "check_result"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "check_result_delete" ON "check_result" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("check_result"."firm_id" = (select access.firm()) and (("check_result"."client_id" in (select access.granted()) or "check_result"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "check_result_job" ON "check_result" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("check_result"."firm_id" = (select access.firm())) WITH CHECK ("check_result"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "comparison_read" ON "comparison" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("comparison"."firm_id" = (select access.firm()) and (access.in_handover("comparison"."handover_id")));--> statement-breakpoint
CREATE POLICY "comparison_insert" ON "comparison" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("comparison"."firm_id" = (select access.firm()) and (access.in_handover("comparison"."handover_id")));--> statement-breakpoint
CREATE POLICY "comparison_update" ON "comparison" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("comparison"."firm_id" = (select access.firm()) and (access.in_handover("comparison"."handover_id"))) WITH CHECK ("comparison"."firm_id" = (select access.firm()) and (access.in_handover("comparison"."handover_id")));--> statement-breakpoint
CREATE POLICY "comparison_delete" ON "comparison" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("comparison"."firm_id" = (select access.firm()) and (access.in_handover("comparison"."handover_id")));--> statement-breakpoint
CREATE POLICY "comparison_job" ON "comparison" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("comparison"."firm_id" = (select access.firm())) WITH CHECK ("comparison"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "correction_read" ON "correction" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("correction"."firm_id" = (select access.firm()) and (access.sees("correction"."client_id")));--> statement-breakpoint
CREATE POLICY "correction_insert" ON "correction" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("correction"."firm_id" = (select access.firm()) and (access.sees("correction"."client_id")));--> statement-breakpoint
CREATE POLICY "correction_update" ON "correction" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("correction"."firm_id" = (select access.firm()) and (access.sees("correction"."client_id"))) WITH CHECK ("correction"."firm_id" = (select access.firm()) and (access.sees("correction"."client_id")));--> statement-breakpoint
CREATE POLICY "correction_delete" ON "correction" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("correction"."firm_id" = (select access.firm()) and (access.sees("correction"."client_id")));--> statement-breakpoint
CREATE POLICY "correction_job" ON "correction" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("correction"."firm_id" = (select access.firm())) WITH CHECK ("correction"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "letter_read" ON "letter" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("letter"."firm_id" = (select access.firm()) and (handover_id is null or person_id = (select access.person()) or access.in_handover(handover_id)));--> statement-breakpoint
CREATE POLICY "letter_insert" ON "letter" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("letter"."firm_id" = (select access.firm()) and (handover_id is null or person_id = (select access.person()) or access.in_handover(handover_id)));--> statement-breakpoint
CREATE POLICY "letter_update" ON "letter" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("letter"."firm_id" = (select access.firm()) and (handover_id is null or person_id = (select access.person()) or access.in_handover(handover_id))) WITH CHECK ("letter"."firm_id" = (select access.firm()) and (handover_id is null or person_id = (select access.person()) or access.in_handover(handover_id)));--> statement-breakpoint
CREATE POLICY "letter_delete" ON "letter" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("letter"."firm_id" = (select access.firm()) and (handover_id is null or person_id = (select access.person()) or access.in_handover(handover_id)));--> statement-breakpoint
CREATE POLICY "letter_job" ON "letter" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("letter"."firm_id" = (select access.firm())) WITH CHECK ("letter"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "letter_answer" ON "letter" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "signature_read" ON "signature" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("signature"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "signature_insert" ON "signature" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("signature"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "signature_update" ON "signature" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("signature"."firm_id" = (select access.firm()) and (true)) WITH CHECK ("signature"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "signature_delete" ON "signature" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("signature"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "signature_job" ON "signature" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("signature"."firm_id" = (select access.firm())) WITH CHECK ("signature"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "task_read" ON "task" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("task"."firm_id" = (select access.firm()) and (assignee_id = (select access.person()) or (select access.has_role('manager', 'administrator')) or (handover_id is not null and access.in_handover(handover_id))));--> statement-breakpoint
CREATE POLICY "task_insert" ON "task" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("task"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "task_update" ON "task" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("task"."firm_id" = (select access.firm()) and (true)) WITH CHECK ("task"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "task_delete" ON "task" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("task"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "task_job" ON "task" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("task"."firm_id" = (select access.firm())) WITH CHECK ("task"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "access_grant_read" ON "access_grant" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("access_grant"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (select access.has_role('manager', 'auditor', 'administrator')) or access.sees("access_grant"."client_id")));--> statement-breakpoint
CREATE POLICY "access_grant_insert" ON "access_grant" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("access_grant"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator')) or (handover_id is not null and access.in_handover(handover_id))));--> statement-breakpoint
CREATE POLICY "access_grant_update" ON "access_grant" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("access_grant"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator')) or (handover_id is not null and access.in_handover(handover_id)))) WITH CHECK ("access_grant"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator')) or (handover_id is not null and access.in_handover(handover_id))));--> statement-breakpoint
CREATE POLICY "access_grant_delete" ON "access_grant" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("access_grant"."firm_id" = (select access.firm()) and ((select access.has_role('manager', 'administrator')) or (handover_id is not null and access.in_handover(handover_id))));--> statement-breakpoint
CREATE POLICY "access_grant_job" ON "access_grant" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("access_grant"."firm_id" = (select access.firm())) WITH CHECK ("access_grant"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "access_grant_answer" ON "access_grant" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "access_grant_pledged" ON "access_grant" AS RESTRICTIVE FOR INSERT TO "baton_app" WITH CHECK (handover_id is null or access.pledged(handover_id));--> statement-breakpoint
CREATE POLICY "client_lock_read" ON "client_lock" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("client_lock"."firm_id" = (select access.firm()) and (access.sees("client_lock"."client_id") or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "client_lock_insert" ON "client_lock" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("client_lock"."firm_id" = (select access.firm()) and (access.sees("client_lock"."client_id") or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "client_lock_update" ON "client_lock" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("client_lock"."firm_id" = (select access.firm()) and (access.sees("client_lock"."client_id") or (select access.has_role('manager', 'administrator')))) WITH CHECK ("client_lock"."firm_id" = (select access.firm()) and (access.sees("client_lock"."client_id") or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "client_lock_delete" ON "client_lock" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("client_lock"."firm_id" = (select access.firm()) and (access.sees("client_lock"."client_id") or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "client_lock_job" ON "client_lock" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("client_lock"."firm_id" = (select access.firm())) WITH CHECK ("client_lock"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "key_wrap_read" ON "key_wrap" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("key_wrap"."firm_id" = (select access.firm()) and (access.sees("key_wrap"."client_id") or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "key_wrap_insert" ON "key_wrap" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("key_wrap"."firm_id" = (select access.firm()) and (access.sees("key_wrap"."client_id") or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "key_wrap_update" ON "key_wrap" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("key_wrap"."firm_id" = (select access.firm()) and (access.sees("key_wrap"."client_id") or (select access.has_role('manager', 'administrator')))) WITH CHECK ("key_wrap"."firm_id" = (select access.firm()) and (access.sees("key_wrap"."client_id") or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "key_wrap_delete" ON "key_wrap" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("key_wrap"."firm_id" = (select access.firm()) and (access.sees("key_wrap"."client_id") or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "key_wrap_job" ON "key_wrap" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("key_wrap"."firm_id" = (select access.firm())) WITH CHECK ("key_wrap"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "second_person_request_read" ON "second_person_request" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("second_person_request"."firm_id" = (select access.firm()) and (requester_id = (select access.person()) or (select access.has_role('manager', 'auditor', 'administrator'))));--> statement-breakpoint
CREATE POLICY "second_person_request_insert" ON "second_person_request" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("second_person_request"."firm_id" = (select access.firm()) and (requester_id = (select access.person()) or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "second_person_request_update" ON "second_person_request" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("second_person_request"."firm_id" = (select access.firm()) and (requester_id = (select access.person()) or (select access.has_role('manager', 'administrator')))) WITH CHECK ("second_person_request"."firm_id" = (select access.firm()) and (requester_id = (select access.person()) or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "second_person_request_delete" ON "second_person_request" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("second_person_request"."firm_id" = (select access.firm()) and (requester_id = (select access.person()) or (select access.has_role('manager', 'administrator'))));--> statement-breakpoint
CREATE POLICY "second_person_request_job" ON "second_person_request" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("second_person_request"."firm_id" = (select access.firm())) WITH CHECK ("second_person_request"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "secret_read" ON "secret" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("secret"."firm_id" = (select access.firm()) and (access.sees("secret"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_insert" ON "secret" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("secret"."firm_id" = (select access.firm()) and (access.sees("secret"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_update" ON "secret" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("secret"."firm_id" = (select access.firm()) and (access.sees("secret"."client_id"))) WITH CHECK ("secret"."firm_id" = (select access.firm()) and (access.sees("secret"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_delete" ON "secret" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("secret"."firm_id" = (select access.firm()) and (access.sees("secret"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_job" ON "secret" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("secret"."firm_id" = (select access.firm())) WITH CHECK ("secret"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "secret_opening_read" ON "secret_opening" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("secret_opening"."firm_id" = (select access.firm()) and (access.sees("secret_opening"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_opening_insert" ON "secret_opening" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("secret_opening"."firm_id" = (select access.firm()) and (access.sees("secret_opening"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_opening_update" ON "secret_opening" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("secret_opening"."firm_id" = (select access.firm()) and (access.sees("secret_opening"."client_id"))) WITH CHECK ("secret_opening"."firm_id" = (select access.firm()) and (access.sees("secret_opening"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_opening_delete" ON "secret_opening" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("secret_opening"."firm_id" = (select access.firm()) and (access.sees("secret_opening"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_opening_job" ON "secret_opening" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("secret_opening"."firm_id" = (select access.firm())) WITH CHECK ("secret_opening"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "secret_pending_read" ON "secret_pending" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("secret_pending"."firm_id" = (select access.firm()) and (access.sees("secret_pending"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_pending_insert" ON "secret_pending" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("secret_pending"."firm_id" = (select access.firm()) and (access.sees("secret_pending"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_pending_update" ON "secret_pending" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("secret_pending"."firm_id" = (select access.firm()) and (access.sees("secret_pending"."client_id"))) WITH CHECK ("secret_pending"."firm_id" = (select access.firm()) and (access.sees("secret_pending"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_pending_delete" ON "secret_pending" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("secret_pending"."firm_id" = (select access.firm()) and (access.sees("secret_pending"."client_id")));--> statement-breakpoint
CREATE POLICY "secret_pending_job" ON "secret_pending" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("secret_pending"."firm_id" = (select access.firm())) WITH CHECK ("secret_pending"."firm_id" = (select access.firm()));