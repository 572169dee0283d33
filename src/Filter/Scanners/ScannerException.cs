namespace MsLite.Filter.Scanners;

/// <summary>A scanner said something that its protocol does not know, or that it cannot work; the message is a sentence.</summary>
internal sealed class ScannerException(string message) : Exception(message);
