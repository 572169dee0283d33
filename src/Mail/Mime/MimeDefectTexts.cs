namespace MsLite.Mail.Mime;

/// <summary>Says each defect in words for an operator.</summary>
internal static class MimeDefectTexts
{
    private static readonly (MimeDefects Defect, string Text)[] s_texts =
    [
        (MimeDefects.MboxFromLine, "The message begins with an mbox \"From \" line."),
        (MimeDefects.LineWithoutColon, "The header has a line that is no field."),
        (MimeDefects.MissingEmptyLine, "No empty line separates header and body."),
        (MimeDefects.TooManyFields, "The header has too many fields; the rest was not looked at."),
        (MimeDefects.HeaderTooLong, "The header is too long; the rest was not looked at."),
        (MimeDefects.NulInHeader, "The header contains a NUL."),
        (MimeDefects.EightBitInHeader, "The header contains bytes beyond ASCII that are not UTF-8."),
        (MimeDefects.RepeatedField, "A field that may stand once stands several times."),
        (MimeDefects.RepeatedContentType, "Content-Type stands several times; the first counts here."),
        (MimeDefects.RepeatedParameter, "A Content-Type or Content-Disposition parameter stands several times; the first counts here."),
        (MimeDefects.MalformedContentType, "A Content-Type has no valid type."),
        (MimeDefects.MissingBoundary, "A multipart names no boundary."),
        (MimeDefects.BoundaryNotFound, "A multipart's boundary occurs nowhere in it."),
        (MimeDefects.UnterminatedMultipart, "A multipart has no closing boundary."),
        (MimeDefects.AmbiguousBoundary, "Two nested multiparts use the same boundary, or one that begins like the other."),
        (MimeDefects.TooDeep, "Parts are nested too deeply; the innermost were not looked into."),
        (MimeDefects.TooManyParts, "The message has too many parts; the rest was not looked at."),
        (MimeDefects.UnknownTransferEncoding, "A Content-Transfer-Encoding is unknown, or says more than one encoding."),
        (MimeDefects.EncodedMultipart, "A multipart or message part is itself base64 or quoted-printable."),
    ];

    public static IReadOnlyList<string> Of(MimeDefects defects)
    {
        if (defects == MimeDefects.None)
        {
            return [];
        }

        var texts = new List<string>();
        foreach (var (defect, text) in s_texts)
        {
            if (defects.HasFlag(defect))
            {
                texts.Add(text);
            }
        }

        return texts;
    }
}
