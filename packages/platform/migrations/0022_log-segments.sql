CREATE TABLE "log_queries" (
	"space_id" uuid NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"columns" text[] NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "log_queries_space_id_name_pk" PRIMARY KEY("space_id","name")
);
--> statement-breakpoint
CREATE TABLE "log_segments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"bytes" bigint NOT NULL,
	"lines" integer NOT NULL,
	"first_id" uuid NOT NULL,
	"last_id" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "log_queries" ADD CONSTRAINT "log_queries_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "log_segments_space" ON "log_segments" USING btree ("space_id","last_id");--> statement-breakpoint
CREATE INDEX "log_segments_hash" ON "log_segments" USING btree ("hash");