namespace MsLite.Filter.Access;

/// <summary>What the account store and the set-up links both say to the database.</summary>
internal static class AccountSql
{
    public const string CountAdministrators = "SELECT COUNT(*) FROM accounts WHERE role = 'administrator'";

    public const string Insert = """
        INSERT INTO accounts (name, password, role, domains, created, totp_key, totp_step, recovery)
        VALUES (@name, @password, @role, @domains, @created, '', 0, '') ON CONFLICT (name) DO NOTHING
        """;

    public const string DeleteUnlessLast = """
        DELETE FROM accounts WHERE name = @name
        AND (role <> 'administrator' OR (SELECT COUNT(*) FROM accounts WHERE role = 'administrator') > 1)
        """;

    public const string Restore = """
        INSERT INTO accounts (name, password, role, domains, created, totp_key, totp_step, recovery)
        VALUES (@name, @password, @role, @domains, @created, @totp_key, @totp_step, @recovery) ON CONFLICT (name) DO NOTHING
        """;

    public const string ChangeUnlessLast = """
        UPDATE accounts SET role = @role, domains = @domains WHERE name = @name
        AND (role <> 'administrator' OR @role = 'administrator' OR (SELECT COUNT(*) FROM accounts WHERE role = 'administrator') > 1)
        """;

    public static (string Name, object? Value)[] Values(string name, string hash, Role role, IReadOnlySet<string> domains, TimeProvider clock) =>
    [
        ("name", name), ("password", hash), ("role", role.Word()), ("domains", DomainSet.Text(domains)),
        ("created", clock.GetUtcNow().ToUnixTimeMilliseconds()),
    ];
}
