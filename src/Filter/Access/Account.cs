namespace MsLite.Filter.Access;

/// <summary>A person who may use the panel.</summary>
/// <param name="Name">Lower case; what they type to sign in, and what history shows.</param>
/// <param name="HasCodes">Whether their authenticator's code is asked for at the sign-in.</param>
public sealed record Account(string Name, Role Role, IReadOnlySet<string> Domains, DateTimeOffset Created, bool HasCodes)
{
    public Caller Caller => new(Name, Role, Domains);
}

/// <summary>An account with what only the sign-in needs.</summary>
/// <param name="TotpKey">Base 32; empty when none is asked for.</param>
/// <param name="TotpStep">The step of the last code that was taken: it and those before are never taken again.</param>
/// <param name="Recovery">Hashes of the recovery codes that are left, with blanks between them.</param>
internal sealed record StoredAccount(Account Account, string Password, string TotpKey, long TotpStep, string Recovery);

/// <summary>An account that was deleted a moment ago, with all that makes it usable again.</summary>
public sealed class DeletedAccount
{
    internal DeletedAccount(StoredAccount stored) => Stored = stored;

    public string Name => Stored.Account.Name;

    internal StoredAccount Stored { get; }
}
