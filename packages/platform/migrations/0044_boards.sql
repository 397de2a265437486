CREATE TABLE "boards" (
	"space_id" uuid NOT NULL,
	"name" text NOT NULL,
	"charts" jsonb NOT NULL,
	"etag" uuid NOT NULL,
	"updated_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "boards_space_id_name_pk" PRIMARY KEY("space_id","name")
);
--> statement-breakpoint
ALTER TABLE "boards" ADD CONSTRAINT "boards_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;