namespace MsLite.Mail.Auth;

/// <summary>An Authentication-Results field taken apart (RFC 8601 §2.2).</summary>
/// <param name="AuthservId">Who found it; empty if the field does not name anybody.</param>
/// <param name="Results">What was found, in order; empty for "none".</param>
/// <param name="IsWhole">Whether all of the field kept to the grammar and the limits; otherwise what could be read is here.</param>
public sealed record AuthenticationResultsField(string AuthservId, IReadOnlyList<ResInfo> Results, bool IsWhole);

/// <summary>One result: <c>method=result reason="…" ptype.property=value …</c>. Method and result are lower case.</summary>
/// <param name="Reason">Empty if there is none.</param>
public sealed record ResInfo(string Method, string Result, string Reason, IReadOnlyList<ResInfoProperty> Properties)
{
    /// <summary>The value of a property such as "header.from"; null if it is absent.</summary>
    public string? this[string name] => Properties.FirstOrDefault(property => property.Name == name)?.Value;
}

/// <param name="Name">Type and property in lower case, such as "smtp.mailfrom".</param>
/// <param name="Value">Without quotes.</param>
public sealed record ResInfoProperty(string Name, string Value);
