using System.Data.Common;
using MsLite.Admin;
using MsLite.Filter;
using MsLite.Filter.Access;

namespace MsLite.Web.Start;

/// <summary>Sees to it that somebody can come in: by a file with a password, or by a link that works once.</summary>
internal sealed class FirstAdministrator(AccountStore accounts, SetupLinks links, MsLiteOptions options, ILogger<FirstAdministrator> log)
{
    /// <summary>The account that a password file makes.</summary>
    public const string Name = "admin";

    // Shorter is allowed, because a program that does not start is worse; but it is said.
    private const int ShortPassword = 10;

    /// <summary>The path of a set-up link, while there is no administrator and no password for one; null otherwise.</summary>
    public async Task<string?> PrepareAsync(CancellationToken ct)
    {
        try
        {
            if (await accounts.HasAdministratorAsync(ct))
            {
                return null;
            }

            if (options.Admin.PasswordFile.Length == 0)
            {
                return await LinkAsync(links, ct);
            }

            await MakeAsync(await ReadAsync(options.Admin.PasswordFile, ct), ct);
        }
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException)
        {
            log.NobodyCanComeIn(fault);
        }

        return null;
    }

    public static async Task<string> LinkAsync(SetupLinks links, CancellationToken ct) => $"{AdminUrls.Setup}/{await links.CreateAsync(ct)}";

    /// <summary>The first line: an editor ends it with a line feed, which belongs to no password.</summary>
    public static async Task<string> ReadAsync(string path, CancellationToken ct)
    {
        using var reader = new StreamReader(path);
        return await reader.ReadLineAsync(ct) ?? "";
    }

    private async Task MakeAsync(string password, CancellationToken ct)
    {
        if (password.Length < ShortPassword)
        {
            log.ShortPassword(options.Admin.PasswordFile, ShortPassword);
        }

        if (await links.MakeFirstAsync(Name, password, ct))
        {
            log.AdministratorMade(Name, options.Admin.PasswordFile);
        }
    }
}
