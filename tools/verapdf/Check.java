import java.io.FileInputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Says of each PDF whether it keeps PDF/UA-1, and where it does not; ends with 1 if one does not. */
public class Check {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    boolean kept = files.length > 0;
    for (String file : files) {
      ValidationResult result = validated(file);
      kept &= result.isCompliant();
      System.out.println((result.isCompliant() ? "kept    " : "broken  ") + file + ": " + result.getTotalAssertions() + " checks");
      failed(result).forEach(System.out::println);
    }
    System.exit(kept ? 0 : 1);
  }

  private static ValidationResult validated(String file) throws Exception {
    PDFAFlavour flavour = PDFAFlavour.PDFUA_1;
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      return validator.validate(parser);
    }
  }

  private static Set<String> failed(ValidationResult result) {
    Set<String> said = new LinkedHashSet<>();
    for (TestAssertion one : result.getTestAssertions()) {
      if (one.getStatus() == TestAssertion.Status.FAILED) {
        said.add("    " + one.getRuleId().getClause() + ": " + one.getMessage());
      }
    }
    return said;
  }
}
