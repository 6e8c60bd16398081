-- The tables of Novi.
--
--     sqlite3 novi.db < schema.sql
--
-- What exists already stays as it is.

-- The next three tables are those of the Python package novi, column for column, so that both can
-- work on one database. Python programs do not ask SQLite to enforce foreign keys; what has to
-- hold for them as well is done by the triggers below.

CREATE TABLE IF NOT EXISTS flags (
    id INTEGER NOT NULL,
    name VARCHAR(30) NOT NULL,
    status BOOLEAN NOT NULL CHECK (status IN (0, 1)),
    PRIMARY KEY (id),
    UNIQUE (name)
);

CREATE TABLE IF NOT EXISTS activations (
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    class_name VARCHAR NOT NULL,
    config VARCHAR NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE IF NOT EXISTS flags_activations (
    flag_id INTEGER NOT NULL,
    activation_id INTEGER NOT NULL,
    UNIQUE (flag_id, activation_id),
    FOREIGN KEY (flag_id) REFERENCES flags (id) ON DELETE CASCADE,
    FOREIGN KEY (activation_id) REFERENCES activations (id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS novi_links_by_activation ON flags_activations (activation_id);

-- Which rows changed, in order, whichever program changed them. A reader that knows the last
-- change it has seen reads only the rows that are named after it. If its change is no longer
-- there, it has fallen behind, or the database was exchanged: then it reads everything.
CREATE TABLE IF NOT EXISTS novi_changes (
    number INTEGER PRIMARY KEY,
    -- Tells the changes of a database from those of a copy that went its own way.
    token INTEGER NOT NULL DEFAULT (random()),
    -- A flag whose row or links changed.
    flag_id INTEGER,
    -- An activation whose row changed.
    activation_id INTEGER
) STRICT;

CREATE TRIGGER IF NOT EXISTS novi_changes_limit AFTER INSERT ON novi_changes BEGIN
    DELETE FROM novi_changes WHERE number <= NEW.number - 10000;
END;

-- INSERT OR REPLACE and UPDATE OR REPLACE delete the flag that has the name, and no trigger for
-- deletions hears of it.
CREATE TRIGGER IF NOT EXISTS novi_flag_replaced_by_insert BEFORE INSERT ON flags BEGIN
    INSERT INTO novi_changes (flag_id) SELECT id FROM flags WHERE name = NEW.name;
END;

CREATE TRIGGER IF NOT EXISTS novi_flag_replaced_by_update BEFORE UPDATE OF name ON flags BEGIN
    INSERT INTO novi_changes (flag_id) SELECT id FROM flags WHERE name = NEW.name AND id <> OLD.id;
END;

CREATE TRIGGER IF NOT EXISTS novi_flag_inserted AFTER INSERT ON flags BEGIN
    INSERT INTO novi_changes (flag_id) VALUES (NEW.id);
END;

CREATE TRIGGER IF NOT EXISTS novi_flag_updated AFTER UPDATE ON flags BEGIN
    INSERT INTO novi_changes (flag_id) SELECT OLD.id UNION SELECT NEW.id;
END;

CREATE TRIGGER IF NOT EXISTS novi_flag_deleted AFTER DELETE ON flags BEGIN
    INSERT INTO novi_changes (flag_id) VALUES (OLD.id);
    DELETE FROM flags_activations WHERE flag_id = OLD.id;
END;

CREATE TRIGGER IF NOT EXISTS novi_activation_inserted AFTER INSERT ON activations BEGIN
    INSERT INTO novi_changes (activation_id) VALUES (NEW.id);
END;

CREATE TRIGGER IF NOT EXISTS novi_activation_updated AFTER UPDATE ON activations BEGIN
    INSERT INTO novi_changes (activation_id) SELECT OLD.id UNION SELECT NEW.id;
END;

CREATE TRIGGER IF NOT EXISTS novi_activation_deleted AFTER DELETE ON activations BEGIN
    INSERT INTO novi_changes (activation_id) VALUES (OLD.id);
    DELETE FROM flags_activations WHERE activation_id = OLD.id;
END;

CREATE TRIGGER IF NOT EXISTS novi_link_inserted AFTER INSERT ON flags_activations BEGIN
    INSERT INTO novi_changes (flag_id) VALUES (NEW.flag_id);
END;

CREATE TRIGGER IF NOT EXISTS novi_link_updated AFTER UPDATE ON flags_activations BEGIN
    INSERT INTO novi_changes (flag_id) SELECT OLD.flag_id UNION SELECT NEW.flag_id;
END;

CREATE TRIGGER IF NOT EXISTS novi_link_deleted AFTER DELETE ON flags_activations BEGIN
    INSERT INTO novi_changes (flag_id) VALUES (OLD.flag_id);
END;
