namespace MsLite.Filter.Access;

/// <summary>What is known about a token; the token itself only its holder has.</summary>
/// <param name="Expires">Null when it does not.</param>
/// <param name="LastUsed">To about ten minutes; null when it has not been used.</param>
public sealed record Token(
    string Name, Role Role, IReadOnlySet<string> Domains, DateTimeOffset Created, DateTimeOffset? Expires, DateTimeOffset? LastUsed)
{
    public Caller Caller => new(Name, Role, Domains);
}

/// <summary>A token that was revoked a moment ago, with all that makes it count again.</summary>
public sealed class RevokedToken
{
    internal RevokedToken(Token token, string hash) => (Token, Hash) = (token, hash);

    public string Name => Token.Name;

    internal Token Token { get; }

    internal string Hash { get; }
}
