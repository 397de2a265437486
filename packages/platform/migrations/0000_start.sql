CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"administrator" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"last_seen_at" timestamp (3) with time zone,
	CONSTRAINT "accounts_email" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"owner_id" text,
	"maker_id" uuid,
	"spaces" jsonb NOT NULL,
	"actions" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_hash" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" text PRIMARY KEY NOT NULL,
	"external_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"account_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"account_id" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitations_token" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limits_key" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"account_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sessions_token" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alias_moves" (
	"id" uuid PRIMARY KEY NOT NULL,
	"function_id" uuid NOT NULL,
	"alias" text NOT NULL,
	"version" integer NOT NULL,
	"additional_version" integer,
	"additional_weight" double precision,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"by" text
);
--> statement-breakpoint
CREATE TABLE "aliases" (
	"function_id" uuid NOT NULL,
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"additional_version" integer,
	"additional_weight" double precision,
	"description" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text,
	"move_id" uuid NOT NULL,
	CONSTRAINT "aliases_function_id_name_pk" PRIMARY KEY("function_id","name")
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"function_id" uuid PRIMARY KEY NOT NULL,
	"revision" text NOT NULL,
	"code_hash" text NOT NULL,
	"code_bytes" integer NOT NULL,
	"configuration" jsonb NOT NULL,
	"saved_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"saved_by" text
);
--> statement-breakpoint
CREATE TABLE "functions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"last_version" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "functions_name" UNIQUE("space_id","name")
);
--> statement-breakpoint
CREATE TABLE "triggers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"function_id" uuid NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"qualifier" text NOT NULL,
	"enabled" boolean NOT NULL,
	"config" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "triggers_name" UNIQUE("function_id","name")
);
--> statement-breakpoint
CREATE TABLE "versions" (
	"function_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"description" text NOT NULL,
	"revision" text NOT NULL,
	"code_hash" text NOT NULL,
	"code_bytes" integer NOT NULL,
	"configuration" jsonb NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"published_by" text,
	CONSTRAINT "versions_function_id_number_pk" PRIMARY KEY("function_id","number")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_id" text NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"space_id" uuid,
	"space" text,
	"target" text NOT NULL,
	"detail" jsonb NOT NULL,
	"request_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"actor_id" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"answer" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_actor_id_key_pk" PRIMARY KEY("actor_id","key")
);
--> statement-breakpoint
CREATE TABLE "invocations" (
	"id" uuid NOT NULL,
	"space_id" uuid NOT NULL,
	"function_id" uuid NOT NULL,
	"status" text NOT NULL,
	"qualifier" text NOT NULL,
	"version" integer,
	"revision" text,
	"trigger" text NOT NULL,
	"trigger_name" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"duration_ms" double precision NOT NULL,
	"billed_ms" integer NOT NULL,
	"start" text,
	"peak_memory_mb" real,
	"memory_mb" integer NOT NULL,
	"summary" text NOT NULL,
	"http_method" text,
	"http_path" text,
	"http_status" integer,
	"log_lines" integer NOT NULL,
	"trace_id" text NOT NULL,
	"extras" json NOT NULL,
	CONSTRAINT "invocations_space_id_id_pk" PRIMARY KEY("space_id","id")
);
--> statement-breakpoint
CREATE TABLE "log_lines" (
	"id" uuid NOT NULL,
	"space_id" uuid NOT NULL,
	"function_id" uuid NOT NULL,
	"invocation_id" uuid NOT NULL,
	"version" integer,
	"time" timestamp (3) with time zone NOT NULL,
	"level" text NOT NULL,
	"message" text NOT NULL,
	"truncated_bytes" integer NOT NULL,
	CONSTRAINT "log_lines_function_id_id_pk" PRIMARY KEY("function_id","id")
);
--> statement-breakpoint
CREATE TABLE "metric_minutes" (
	"space_id" uuid NOT NULL,
	"function_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"minute" timestamp (3) with time zone NOT NULL,
	"success" integer NOT NULL,
	"function_error" integer NOT NULL,
	"timeout" integer NOT NULL,
	"out_of_memory" integer NOT NULL,
	"init_error" integer NOT NULL,
	"protocol_error" integer NOT NULL,
	"throttled" integer NOT NULL,
	"rejected" integer NOT NULL,
	"cancelled" integer NOT NULL,
	"system_error" integer NOT NULL,
	"cold_starts" integer NOT NULL,
	"concurrency" integer NOT NULL,
	"peak_memory_mb" real,
	"duration_sum_ms" double precision NOT NULL,
	"duration_max_ms" double precision,
	"durations" bigint[] NOT NULL,
	CONSTRAINT "metric_minutes_function_id_version_minute_pk" PRIMARY KEY("function_id","version","minute")
);
--> statement-breakpoint
CREATE TABLE "recorded_batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trigger_minutes" (
	"function_id" uuid NOT NULL,
	"trigger_name" text NOT NULL,
	"minute" timestamp (3) with time zone NOT NULL,
	"invocations" integer NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "trigger_minutes_function_id_trigger_name_minute_pk" PRIMARY KEY("function_id","trigger_name","minute")
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"space_id" uuid NOT NULL,
	"account_id" text NOT NULL,
	"role" text NOT NULL,
	"granted_by" text,
	"granted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "grants_space_id_account_id_pk" PRIMARY KEY("space_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "spaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"visibility" text NOT NULL,
	"description" text NOT NULL,
	"require_isolation" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "spaces_name" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_owner_id_accounts_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_maker_id_api_keys_id_fk" FOREIGN KEY ("maker_id") REFERENCES "public"."api_keys"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alias_moves" ADD CONSTRAINT "alias_moves_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "aliases" ADD CONSTRAINT "aliases_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "aliases" ADD CONSTRAINT "aliases_version" FOREIGN KEY ("function_id","version") REFERENCES "public"."versions"("function_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "aliases" ADD CONSTRAINT "aliases_additional_version" FOREIGN KEY ("function_id","additional_version") REFERENCES "public"."versions"("function_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "functions" ADD CONSTRAINT "functions_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triggers" ADD CONSTRAINT "triggers_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_owner" ON "api_keys" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "credentials_account" ON "credentials" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sessions_account" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "verifications_identifier" ON "verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "alias_moves_alias" ON "alias_moves" USING btree ("function_id","alias","id");--> statement-breakpoint
CREATE INDEX "alias_moves_at" ON "alias_moves" USING btree ("function_id","at");--> statement-breakpoint
CREATE INDEX "drafts_code" ON "drafts" USING btree ("code_hash");--> statement-breakpoint
CREATE INDEX "versions_code" ON "versions" USING btree ("code_hash");--> statement-breakpoint
CREATE INDEX "audit_entries_space" ON "audit_entries" USING btree ("space_id","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "invocations_function" ON "invocations" USING btree ("function_id","id");--> statement-breakpoint
CREATE INDEX "invocations_failed" ON "invocations" USING btree ("function_id","id") WHERE "invocations"."status" <> 'success';--> statement-breakpoint
CREATE INDEX "log_lines_invocation" ON "log_lines" USING btree ("invocation_id","id");--> statement-breakpoint
CREATE INDEX "metric_minutes_space" ON "metric_minutes" USING btree ("space_id","minute");--> statement-breakpoint
CREATE INDEX "grants_account" ON "grants" USING btree ("account_id");