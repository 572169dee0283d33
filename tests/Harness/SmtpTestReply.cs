namespace MsLite.Harness;

/// <summary>One whole reply as it came over the wire.</summary>
/// <param name="Lines">Each with its code and separator, without CR LF; at least one.</param>
public sealed record SmtpTestReply(IReadOnlyList<string> Lines)
{
    public int Code => int.Parse(Lines[^1].AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture);

    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsTransient => Code is >= 400 and < 500;

    public bool IsPermanent => Code is >= 500 and < 600;

    public override string ToString() => string.Join('\n', Lines);
}
