namespace MsLite.Mail.Auth.Spf;

/// <summary>How much work one SPF question may make (RFC 7208 §4.6.4, §11.1).</summary>
internal static class SpfLimits
{
    /// <summary>Terms that ask DNS: include, a, mx, ptr, exists, redirect.</summary>
    public const int Lookups = 10;

    /// <summary>Terms whose name or type is not there.</summary>
    public const int VoidLookups = 2;

    /// <summary>Exchangers of one mx term; more is a permerror.</summary>
    public const int Exchangers = 10;

    /// <summary>Reverse names followed; more are ignored.</summary>
    public const int ReverseNames = 10;

    /// <summary>Chars of one record. RFC 7208 §3.4 wants 450; the largest seen in use are below 4,000.</summary>
    public const int RecordLength = 16384;

    /// <summary>Chars of an expanded macro-string. A name of DNS has 253; the rest is left for an explanation.</summary>
    public const int ExpansionLength = 8192;

    /// <summary>Chars of an explanation kept: it must fit into one reply line with our own words.</summary>
    public const int ExplanationLength = 350;
}
