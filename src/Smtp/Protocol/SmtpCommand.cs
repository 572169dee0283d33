namespace MsLite.Smtp.Protocol;

/// <summary>One command line taken apart. The argument lies in the buffer of the reader: it is valid until the next command is read.</summary>
/// <param name="Verb">Which command.</param>
/// <param name="Argument">What follows the verb, without the blanks around it.</param>
internal readonly record struct SmtpCommand(SmtpVerb Verb, ReadOnlyMemory<byte> Argument);
