using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Filter.Tests.State;

/// <summary>A database of an earlier version in PostgreSQL, whose driver breaks off what takes long.</summary>
public sealed class MigrationInPostgresTests
{
    /// <summary>As an index of millions of rows does: longer than a command may.</summary>
    private const string SlowIndexes = """
        CREATE FUNCTION take_long() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(2); END $$;
        CREATE EVENT TRIGGER slow ON ddl_command_start WHEN TAG IN ('DROP INDEX') EXECUTE FUNCTION take_long();
        """;

    [ToolFact("initdb", "postgres")]
    public async Task A_step_may_take_longer_than_any_other_command()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using (var plain = Npgsql.NpgsqlDataSource.Create(postgres.ConnectionString))
        await using (var connection = await plain.OpenConnectionAsync())
        {
            await connection.ExecuteAsync(SlowIndexes, CancellationToken.None);
        }

        await using var database = StateDatabase.For(new MsLiteOptions { Database = $"{postgres.ConnectionString};Command Timeout=1" });
        await using var migrated = await database.OpenAsync(CancellationToken.None);

        await using var count = migrated.Command("SELECT COUNT(*) FROM schema_version");
        Assert.Equal((long)Migrations.Version, await count.ExecuteScalarAsync());
    }
}
